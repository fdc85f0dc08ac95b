using System.CommandLine;
using System.Text;
using Warifu.Desk.App;
using Warifu.Desk.App.Verbs;

Console.OutputEncoding = Encoding.UTF8;

var root = new RootCommand("""
    Warifu Desk: electronic certificates of your banks, and statements for your accounting, on this PC.

      warifu-desk                       opens the window; without a display:
      warifu-desk issue --bank https://www.asagiri.test:7440 --login-id hanakodt
      warifu-desk certificates
      warifu-desk try 5b8e869e2bc4b2225302f34ada65184e
      warifu-desk pair --hub https://agents.warifu.test:7452
      warifu-desk fetch
    """);
Person.AddOptions(root);
foreach (var verb in (Command[])
[
    Window.Make(), Admit.Make(), Issue.Make(), Renew.Make(), Replace.Make(), Unattended.Make(), Receipts.Make(), Certificates.Make(), Try.Make(), Export.Make(),
    Import.Make(), Browser.Make(), Delete.Make(), Tokens.Make(),
    Pair.Make(), Links.Make(), Password.Make(), Fetch.Make(), Connect.Make(), Settings.Make(),
])
    root.Subcommands.Add(verb);
Person.Act(root, (person, _, cancel) => Window.RunAsync(person, address: null, hidden: false, cancel));
return await root.Parse(args).InvokeAsync();
