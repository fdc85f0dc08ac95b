using System.CommandLine;
using Warifu.Authority;
using Warifu.Authority.Tokens;
using Warifu.Development;
using Warifu.Postgres.Cluster;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary>Which authority is meant: by options, by the environment, or a developer's world.</summary>
internal sealed class AuthorityOptions
{
    private readonly Option<string?> world = new("--world") { Description = "A developer's running world instead: up or demo." };
    private readonly Option<string?> connection = Of("--connection", "WARIFU_AUTHORITY_CONNECTION", "Database, as the runtime role.");
    private readonly Option<string?> owner = Of("--owner-connection", "WARIFU_AUTHORITY_OWNER_CONNECTION", "Database, as the owner role.");
    private readonly Option<string?> folder = Of("--folder", "WARIFU_AUTHORITY_FOLDER", "Where keys and certificates are kept.");
    private readonly Option<string?> passphrase = Of("--passphrase-file", "WARIFU_AUTHORITY_PASSPHRASE_FILE", "File whose first line opens the keys.");

    private readonly Option<string?> module = Of("--token-module", "WARIFU_AUTHORITY_TOKEN_MODULE", "PKCS#11 library, where keys are in a token.");
    private readonly Option<string?> pin = Of("--token-pin-file", "WARIFU_AUTHORITY_TOKEN_PIN_FILE", "File whose first line is the token's PIN.");

    public AuthorityOptions() => world.AcceptOnlyFromAmong("up", "demo");

    /// <param name="keys">The command makes or opens keys.</param>
    public void AddTo(Command command, bool keys)
    {
        command.Add(world);
        command.Add(connection);
        if (!keys)
            return;
        command.Add(owner);
        command.Add(folder);
        command.Add(passphrase);
        command.Add(module);
        command.Add(pin);
    }

    /// <exception cref="RefusedException">Something is not given.</exception>
    public string ConnectionOf(ParseResult parsed) => WorldOf(parsed) is { } at ? PrivateCluster.ConnectionStringOf(at, World.AuthorityDatabase, owner: false) : Given(parsed, connection);

    /// <inheritdoc cref="ConnectionOf"/>
    public AuthoritySettings SettingsOf(ParseResult parsed) => WorldOf(parsed) is { } at
        ? new()
        {
            Database = World.AuthorityDatabase,
            OwnerConnection = PrivateCluster.ConnectionStringOf(at, World.AuthorityDatabase, owner: true),
            RuntimeConnection = PrivateCluster.ConnectionStringOf(at, World.AuthorityDatabase, owner: false),
            Folder = Path.Combine(at, "authority"),
            Passphrase = new WorldFolder(at).Secret("authority-passphrase"),
        }
        : new()
        {
            OwnerConnection = Given(parsed, owner),
            RuntimeConnection = Given(parsed, connection),
            Folder = Given(parsed, folder),
            Passphrase = Secret(parsed, passphrase),
            Token = parsed.GetValue(module) is { } library ? new TokenSettings(library, Secret(parsed, pin)) : null,
        };

    private string? WorldOf(ParseResult parsed) => parsed.GetValue(world) switch
    {
        null => null,
        "demo" => Running(Checkout.DemoFolder),
        _ => Running(Checkout.UpFolder),
    };

    /// <summary>The lock of a folder is held while its database runs.</summary>
    private static string Running(string folder) =>
        PrivateCluster.IsRunning(folder) ? folder : throw new RefusedException(DevelopmentRefusals.NotRunning);

    private static Option<string?> Of(string name, string variable, string description) => new(name)
    {
        Description = $"{description} Or {variable} in the environment.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null,
    };

    private static string Secret(ParseResult parsed, Option<string?> option) =>
        File.ReadLines(Given(parsed, option)).FirstOrDefault() is { Length: > 0 } line ? line : throw Missing(option);

    private static string Given(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) ?? throw Missing(option);

    private static RefusedException Missing(Option<string?> option) => new(OperationRefusals.OptionMissing with { Detail = new(option.Name, option.Name) });
}
