using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Postgres;
using Warifu.Postgres.Secrets;

namespace Warifu.Tests.Postgres.Secrets;

public sealed class DataProtectionInDatabaseTests(TestCluster cluster) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-key-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_one_node_protects_another_opens_and_the_database_alone_does_not()
    {
        await using var database = await cluster.OpenAsync("notes", typeof(DataProtectionInDatabaseTests).Assembly);
        await using var first = Node(database, "key");
        await using var second = Node(database, "key");
        await using var thief = Node(database, "another key");

        var kept = Protector(first).Protect("secret");

        Assert.Equal("secret", Protector(second).Unprotect(kept));
        Assert.ThrowsAny<CryptographicException>(() => Protector(thief).Unprotect(kept));
        var xml = await database.WithoutTenantAsync(work => work.SingleAsync<string>("select xml from data_protection_key order by made_at limit 1"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("masterKey", xml, StringComparison.OrdinalIgnoreCase);
    }

    private static IDataProtector Protector(ServiceProvider node) => node.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private ServiceProvider Node(Database database, string key) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(database)
        .AddSingleton(ServerKey.LoadOrMake(Path.Combine(folder, key)))
        .AddDataProtectionInDatabase("notes")
        .BuildServiceProvider();
}
