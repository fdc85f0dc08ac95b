Console.WriteLine("warifu");
