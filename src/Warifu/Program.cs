using System.CommandLine;
using System.Globalization;
using System.Text;
using Spectre.Console;
using Warifu.Development;
using Warifu.Operations;
using Warifu.Web.Faces;

// OpenSSL reads its settings once, at its first use: this comes before anything else.
OpenSslSettings.Apply(Path.Combine(Path.GetTempPath(), $"warifu-{Environment.UserName}"));
Console.OutputEncoding = Encoding.UTF8;
if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 200; // A file has no edge to wrap at.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("Warifu: certificate-secured business banking, from the client certificate to the books.")
{
    AuthorityCommand.Make(),
    BankCommand.Make(),
    DevCommand.Make(),
};
// Ctrl-C ends servers and database in their order; they are given the time for it.
return await Told.RunAsync(() => root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20), EnableDefaultExceptionHandler = false }));
