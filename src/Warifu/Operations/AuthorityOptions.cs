using System.CommandLine;
using Warifu.Authority;
using Warifu.Postgres.Cluster;
using Warifu.Tokens;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary>Which authority is meant: by options, by the environment, or a developer's world.</summary>
internal sealed class AuthorityOptions
{
    private readonly Option<string?> world = OperatorOptions.World();
    private readonly Option<string?> connection = OperatorOptions.Of("--connection", "WARIFU_AUTHORITY_CONNECTION", "Database, as the runtime role.");
    private readonly Option<string?> owner = OperatorOptions.Of("--owner-connection", "WARIFU_AUTHORITY_OWNER_CONNECTION", "Database, as the owner role.");
    private readonly Option<string?> folder = OperatorOptions.Of("--folder", "WARIFU_AUTHORITY_FOLDER", "Where keys and certificates are kept.");
    private readonly Option<string?> passphrase = OperatorOptions.Of("--passphrase-file", "WARIFU_AUTHORITY_PASSPHRASE_FILE", "File whose first line opens the keys.");

    private readonly Option<string?> module = OperatorOptions.Of("--token-module", "WARIFU_AUTHORITY_TOKEN_MODULE", "PKCS#11 library, where keys are in a token.");
    private readonly Option<string?> pin = OperatorOptions.Of("--token-pin-file", "WARIFU_AUTHORITY_TOKEN_PIN_FILE", "File whose first line is the token's PIN.");

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
    public string ConnectionOf(ParseResult parsed) => OperatorOptions.FolderOf(parsed.GetValue(world)) is { } at ? PrivateCluster.ConnectionStringOf(at, World.AuthorityDatabase, owner: false) : OperatorOptions.Given(parsed, connection);

    /// <inheritdoc cref="ConnectionOf"/>
    public AuthoritySettings SettingsOf(ParseResult parsed) => OperatorOptions.FolderOf(parsed.GetValue(world)) is { } at
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
            OwnerConnection = OperatorOptions.Given(parsed, owner),
            RuntimeConnection = OperatorOptions.Given(parsed, connection),
            Folder = OperatorOptions.Given(parsed, folder),
            Passphrase = Secret(parsed, passphrase),
            Token = parsed.GetValue(module) is { } library ? new TokenSettings(library, Secret(parsed, pin)) : null,
        };

    private static string Secret(ParseResult parsed, Option<string?> option) =>
        File.ReadLines(OperatorOptions.Given(parsed, option)).FirstOrDefault() is { Length: > 0 } line ? line : throw OperatorOptions.Missing(option);
}
