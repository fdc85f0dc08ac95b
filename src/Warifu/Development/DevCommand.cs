using System.CommandLine;
using Warifu.Packages;

namespace Warifu.Development;

/// <summary><c>./dev</c>: what a developer does with a checkout.</summary>
internal static class DevCommand
{
    public static Command Make() => new("dev", """
        What a developer does with a checkout, as ./dev VERB.

          ./dev demo             plays the whole story once, from the ceremony to the revoked certificate
          ./dev up               starts the same world and keeps it running until Ctrl-C
          ./dev mail             reads what the running world's banks have sent
          ./dev browser          opens a browser that trusts this world and holds the demo user's certificate
          ./dev test [--long]    runs every test
          ./dev package          makes what customers install
          ./dev bench NAME       measures
        """)
    {
        UpCommand.Make(), DemoCommand.Make(), MailCommand.Make(), BrowserCommand.Make(), TestCommand.Make(), CheckCommand.Make(), ResetCommand.Make(), DoctorCommand.Make(), PackageCommand.Make(),
    };
}
