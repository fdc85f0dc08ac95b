using Npgsql;
using Warifu.Postgres.Cluster;

namespace Warifu.Tests.Postgres.Cluster;

public sealed class PartyDatabaseTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_whose_making_was_broken_off_opens_for_its_runtime_role_and_no_other()
    {
        var database = new PartyDatabase("broken_off", "warifu_broken_off", typeof(PartyDatabaseTests).Assembly);
        var other = new PartyDatabase("other_party", "warifu_other_party", typeof(PartyDatabaseTests).Assembly);
        await cluster.AddAsync(database, other);
        // As it stands between "create database" and what follows.
        await using (var source = NpgsqlDataSource.Create(cluster.Cluster.ConnectionString(database, owner: true)))
        await using (var command = source.CreateCommand("revoke all on database broken_off from warifu_broken_off; grant connect on database broken_off to public"))
            await command.ExecuteNonQueryAsync(Cancel);

        await cluster.AddAsync(database);

        await OpenAsync(cluster.Cluster.ConnectionString(database, owner: false));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(
            new NpgsqlConnectionStringBuilder(cluster.Cluster.ConnectionString(other, owner: false)) { Database = database.Name }.ConnectionString));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private static async Task OpenAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
    }
}
