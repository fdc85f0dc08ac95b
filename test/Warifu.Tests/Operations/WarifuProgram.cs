using System.Diagnostics;
using Warifu.Authority;
using Warifu.Bank;
using Warifu.Tests.Tokens;

namespace Warifu.Tests.Operations;

/// <summary>The real program, as the operator of one authority, or of banks, runs it: a process of its own, told everything by its environment.</summary>
internal sealed class WarifuProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, string> environment;
    private readonly string party;
    private readonly string secrets = Directory.CreateTempSubdirectory("warifu-operator-").FullName;

    public WarifuProgram(AuthoritySettings settings, SoftToken? token = null)
    {
        party = "authority";
        environment = new()
        {
            ["LC_ALL"] = "en_US.UTF-8",
            ["WARIFU_AUTHORITY_CONNECTION"] = settings.RuntimeConnection,
            ["WARIFU_AUTHORITY_OWNER_CONNECTION"] = settings.OwnerConnection,
            ["WARIFU_AUTHORITY_FOLDER"] = settings.Folder,
            ["WARIFU_AUTHORITY_PASSPHRASE_FILE"] = Secret("passphrase", settings.Passphrase),
            ["WARIFU_AUTHORITY_STATUS_ADDRESS"] = $"localhost:{settings.StatusAddresses[0].Port}",
            ["WARIFU_AUTHORITY_REGISTRATION_ADDRESS"] = $"localhost:{settings.RegistrationAddresses[0].Port}",
        };
        if (token is not null)
        {
            environment["WARIFU_AUTHORITY_TOKEN_MODULE"] = SoftToken.Library;
            environment["WARIFU_AUTHORITY_TOKEN_PIN_FILE"] = Secret("pin", SoftToken.Pin);
            environment["SOFTHSM2_CONF"] = SoftToken.Configuration;
        }
    }

    public WarifuProgram(BankSettings settings)
    {
        party = "bank";
        environment = new()
        {
            ["LC_ALL"] = "en_US.UTF-8",
            ["WARIFU_BANK_CONNECTION"] = settings.ConnectionString,
            ["WARIFU_BANK_PROFILE"] = Path.Combine(Repository.Root, "samples", "banks", "asagiri.yaml"),
        };
    }

    /// <summary>With something else in its environment from now on.</summary>
    public WarifuProgram With(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    public string Lay(string name, string content)
    {
        var path = Path.Combine(secrets, name);
        File.WriteAllText(path, content);
        return path;
    }

    public async Task<(int Code, string Output, string Errors)> RunAsync(params string[] words)
    {
        using var process = Start(words);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await errors);
    }

    public Process Start(params string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "warifu"), [party, .. words])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public void Dispose() => Directory.Delete(secrets, recursive: true);

    private string Secret(string name, string content) => Lay(name, content + "\n");
}
