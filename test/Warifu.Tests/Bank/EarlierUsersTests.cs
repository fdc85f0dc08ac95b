using Dapper;
using Npgsql;
using Warifu.Bank;
using Warifu.Postgres;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank;

public sealed class EarlierUsersTests(TestCluster cluster)
{
    [Fact]
    public async Task Users_made_before_there_were_credentials_get_the_door_and_row_security_stays_forced()
    {
        var cancel = TestContext.Current.CancellationToken;
        var made = await cluster.MakeAsync("bank", typeof(BankServer).Assembly);
        await using var operations = new BankOperations(cluster.Cluster.ConnectionString(made, owner: false), [TestBank.Asagiri], TimeProvider.System);
        Assert.Null((await operations.MakeContractAsync(TestBank.Asagiri.Code, TestBank.Minato, TestBank.Passwords, cancel)).Refusal);
        await using (var owner = new NpgsqlConnection(cluster.Cluster.ConnectionString(made, owner: true) + ";Pooling=false"))
        {
            await owner.OpenAsync(cancel);
            await using var undoing = await owner.BeginTransactionAsync(cancel);
            await owner.ExecuteAsync("""
                select set_config('warifu.tenant', '9972', true);
                delete from lock_counter where door in ('credential', 'mailed', 'one-time', 'login-id');
                alter table lock_counter add constraint lock_counter_door_check check (door <> '');
                drop table enrolment_credential;
                delete from schema_step where name like '%enrolment_credentials%';
                """, transaction: undoing);
            await undoing.CommitAsync(cancel);
        }
        Assert.Equal(1, await SchemaSteps.ApplyAsync(made, cluster.Cluster.ConnectionString(made, owner: true), TimeProvider.System, cancel));

        await using var database = new Database(cluster.Cluster.ConnectionString(made, owner: false), TimeProvider.System);
        Assert.Equal(3, await database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from lock_counter where door = 'credential'"), cancel));
        Assert.Equal(0, await database.WithoutTenantAsync(work => work.SingleAsync<int>(
            "select count(*)::int from pg_class where relname in ('customer_user', 'lock_counter', 'enrolment_credential') and not relforcerowsecurity"), cancel));
    }
}
