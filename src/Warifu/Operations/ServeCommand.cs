using System.CommandLine;
using System.Net;
using Warifu.Authority;
using Warifu.Development;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Operations;

/// <summary><c>warifu authority serve</c>: a node of the authority, until it is told to end. Any number run on one database.</summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var status = AddressOption("--status-address", "WARIFU_AUTHORITY_STATUS_ADDRESS", "localhost:7400", "Plain HTTP: OCSP, CRLs, certificates, logs.");
        var registration = AddressOption("--registration-address", "WARIFU_AUTHORITY_REGISTRATION_ADDRESS", "localhost:7401", "Mutual TLS: the registration wire.");
        var listen = new Option<string>("--listen") { Description = "Address of the listeners.", DefaultValueFactory = _ => "127.0.0.1" };
        var options = new AuthorityOptions();
        var command = new Command("serve", "Runs a node. It says on which addresses once it serves, and logs to the error stream.") { status, registration, listen };
        options.AddTo(command, keys: true);
        command.SetAction(async (parsed, cancel) =>
        {
            var settings = options.SettingsOf(parsed) with
            {
                StatusAddresses = [AddressOf(parsed, status)],
                RegistrationAddresses = [AddressOf(parsed, registration)],
                Listen = IPAddress.TryParse(parsed.GetValue(listen), out var address) ? address : throw Malformed(listen.Name),
                Logging = logging => logging.AddSimpleConsole(console => console.SingleLine = true)
                    .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace),
            };
            await using var node = await AuthorityServer.BuildAsync(settings, cancel);
            await node.StartAsync(cancel);
            Console.WriteLine(Told.Say("稼働中: ", "Serving: ") + $"{settings.StatusAddresses[0].Origin(tls: false)} {settings.RegistrationAddresses[0].Origin(tls: true)}");
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (cancel.Register(told.SetResult))
                await told.Task;
            await node.StopAsync(CancellationToken.None);
            return 0;
        });
        return command;
    }

    private static Option<string> AddressOption(string name, string variable, string usual, string description) => new(name)
    {
        Description = $"{description} HOST:PORT. Or {variable} in the environment.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : usual,
    };

    private static FaceAddress AddressOf(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option)!.Split(':') is [{ Length: > 0 } host, var digits] && ushort.TryParse(digits, out var port)
            ? new FaceAddress("ports", host.ToLowerInvariant(), port)
            : throw Malformed(option.Name);

    private static RefusedException Malformed(string option) => new(OperationRefusals.AddressMalformed with { Detail = new(option, option) });
}
