using System.CommandLine;
using System.Text;
using Warifu.Desk.App;
using Warifu.Desk.App.Verbs;

Console.OutputEncoding = Encoding.UTF8;

var root = new RootCommand("""
    Warifu Desk: electronic certificates of your banks, and statements for your accounting, on this PC.

      warifu-desk issue --bank https://www.asagiri.test:7440 --login-id hanakodt
      warifu-desk certificates
      warifu-desk pair --hub https://agents.warifu.test:7452
      warifu-desk fetch
    """);
Person.AddOptions(root);
foreach (var verb in (Command[])[Issue.Make(), Certificates.Make(), Pair.Make(), Links.Make(), Password.Make(), Fetch.Make(), Connect.Make(), Settings.Make()])
    root.Subcommands.Add(verb);
return await root.Parse(args).InvokeAsync();
