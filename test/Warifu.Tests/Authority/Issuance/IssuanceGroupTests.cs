using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Warifu.Authority;
using Warifu.Authority.Issuance;
using Warifu.Authority.Registration;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Issuance;

/// <summary>Requests that share their commits. One lane that is held shut makes sure that they do.</summary>
public sealed class IssuanceGroupTests(HeldAuthority held) : IClassFixture<HeldAuthority>
{
    private readonly AuthorityOffice office = held.Office;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_requests_are_issued_together_and_each_is_answered_with_its_own()
    {
        IssueRequest[] requests = [.. Enumerable.Range(0, 40).Select(at => TestAuthority.Request() with { CommonName = $"login{at}" })];
        var commits = await CommitsAsync();

        var outcomes = await TogetherAsync(requests);

        Assert.Equal(
            requests.Select(request => request.CommonName),
            outcomes.Select(one => Warifu.Pki.Certificates.Certificate.Read(one.Value.Certificate).Value.Subject!.CommonName));
        Assert.Equal(requests.Length, await CountAsync(requests));
        Assert.True(await CommitsAsync() - commits < requests.Length, "Each request had commits of its own.");
    }

    [Fact]
    public async Task The_same_request_several_times_in_a_group_is_one_certificate()
    {
        var request = TestAuthority.Request();

        var outcomes = await TogetherAsync([request, request, TestAuthority.Request(), request]);

        Assert.Equal(outcomes[0].Value.Certificate, outcomes[1].Value.Certificate);
        Assert.Equal(outcomes[0].Value.Certificate, outcomes[3].Value.Certificate);
        Assert.NotEqual(outcomes[0].Value.Certificate, outcomes[2].Value.Certificate);
        Assert.Equal(1, await CountAsync([request]));
    }

    [Fact]
    public async Task In_a_group_too_a_key_gets_one_certificate_and_a_request_key_one_content()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var first = TestAuthority.Request(csr: TestAuthority.Csr(key));
        var sameKey = TestAuthority.Request(csr: first.Csr);
        var sameRequestKey = TestAuthority.Request(first.RequestKey);

        var outcomes = await TogetherAsync([first, sameKey, sameRequestKey, TestAuthority.Request()]);

        Assert.Equal([null, IssuanceRefusals.KeyInUse, IssuanceRefusals.RequestKeyReused, null], outcomes.Select(one => one.Refusal));
    }

    [Fact]
    public async Task Requests_of_several_banks_at_once_stay_apart()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shared = TestAuthority.Request(csr: TestAuthority.Csr(key));
        BankCode[] banks = [TestAuthority.Asagiri, TestAuthority.Tsukinowa];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(at =>
            IssueAsync(office.Issuing, at < 2 ? shared : TestAuthority.Request(), banks[at % 2])));

        Assert.All(outcomes, one => Assert.Null(one.Refusal));
        for (var at = 0; at < outcomes.Length; at++)
        {
            var sql = $"select count(*)::int from certificate where serial = '{outcomes[at].Value.Serial}'";
            Assert.Equal(1, await office.Database.InTenantAsync(banks[at % 2].Value, work => work.SingleAsync<int>(sql), Cancel));
            Assert.Equal(0, await office.Database.InTenantAsync(banks[(at + 1) % 2].Value, work => work.SingleAsync<int>(sql), Cancel));
        }
    }

    [Fact]
    public async Task One_the_database_refuses_harms_none_of_the_others()
    {
        var poisoned = TestAuthority.Request();
        IssueRequest[] requests = [TestAuthority.Request(), poisoned, TestAuthority.Request()];

        // An authority the database has never heard of breaks the statement for the whole group.
        var tasks = await AllAsync(requests, request => TestAuthority.Order(office, request) is var order && request == poisoned
            ? order with { Authority = order.Authority with { Id = "nowhere" } }
            : order);

        Assert.Equal([TaskStatus.RanToCompletion, TaskStatus.Faulted, TaskStatus.RanToCompletion], tasks.Select(task => task.Status));
        Assert.IsType<PostgresException>(tasks[1].Exception!.InnerException);
        Assert.Equal(2, await CountAsync(requests));
    }

    [Fact]
    public async Task One_that_cannot_be_signed_harms_none_of_the_others_and_keeps_its_intent()
    {
        using var another = Warifu.Pki.Keys.IssuerKey.Generate(Warifu.Pki.Keys.KeyKind.P256);
        var unsigned = TestAuthority.Request();
        IssueRequest[] requests = [TestAuthority.Request(), unsigned, TestAuthority.Request()];

        var tasks = await AllAsync(requests, request => TestAuthority.Order(office, request) is var order && request == unsigned
            ? order with { Authority = order.Authority with { Key = another } }
            : order);

        Assert.Equal([TaskStatus.RanToCompletion, TaskStatus.Faulted, TaskStatus.RanToCompletion], tasks.Select(task => task.Status));
        Assert.Equal(2, await CountAsync(requests));
        Assert.Null((await IssueAsync(office.Issuing, unsigned)).Refusal);
        Assert.Equal(3, await CountAsync(requests));
    }

    [Fact]
    public async Task Who_leaves_before_his_turn_gets_nothing_and_the_others_are_served()
    {
        using var leaving = new CancellationTokenSource();
        using var line = new HeldLine(office);
        await line.ShutAsync();
        var gone = TestAuthority.Request();
        var stays = TestAuthority.Request();
        var leaves = line.Issuing.IssueAsync(TestAuthority.Order(office, gone), Now, leaving.Token);
        var served = IssueAsync(line.Issuing, stays);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        line.Open();

        Assert.Null((await served).Refusal);
        Assert.Equal(0, await CountAsync([gone]));
        Assert.Equal(1, await CountAsync([stays]));
    }

    [Fact]
    public async Task More_than_may_wait_are_refused_without_a_trace_and_may_come_again()
    {
        using var line = new HeldLine(office, waiting: 2);
        await line.ShutAsync();
        IssueRequest[] requests = [.. Enumerable.Range(0, 3).Select(_ => TestAuthority.Request())];
        Task<Outcome<IssuedCertificate>>[] waiting = [IssueAsync(line.Issuing, requests[0]), IssueAsync(line.Issuing, requests[1])];

        var turnedAway = await IssueAsync(line.Issuing, requests[2]);
        line.Open();
        await Task.WhenAll(waiting);

        Assert.Equal(IssuanceRefusals.Busy, turnedAway.Refusal);
        Assert.Equal(2, await CountAsync(requests));
        Assert.Null((await IssueAsync(line.Issuing, requests[2])).Refusal);
    }

    [Fact]
    public async Task In_a_group_of_renewals_only_those_whose_old_certificate_stands_are_renewed()
    {
        var old = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => IssueAsync(office.Issuing, TestAuthority.Request())));
        await office.RevokeAsync(TestAuthority.Asagiri, old[1].Value.Serial, RevocationReason.KeyCompromise, Cancel);
        IssueRequest[] requests = [.. old.Select(_ => TestAuthority.Request())];

        var tasks = await AllAsync(requests, request => TestAuthority.Order(office, request) with
        {
            Renewal = new Renewal(old[Array.IndexOf(requests, request)].Value.Serial.Hex, RenewalOverlap.KeepUntilExpiry),
        });

        Assert.Equal([null, Renewal.OldNotStanding, null], (await Task.WhenAll(tasks)).Select(one => one.Refusal));
        var renewed = await office.Database.InTenantAsync("9972", work => work.QueryAsync<string>(
            "select old_serial from renewal where request_key = any(@keys)", new { keys = requests.Select(request => request.RequestKey).ToArray() }), Cancel);
        Assert.Equal(new[] { old[0].Value.Serial.Hex, old[2].Value.Serial.Hex }.Order(), renewed.Order());
    }

    [Theory]
    [InlineData(nameof(IssuanceStep.Prepared), 0, 0)]
    [InlineData(nameof(IssuanceStep.IntentStored), 12, 0)]
    [InlineData(nameof(IssuanceStep.Signed), 12, 0)]
    [InlineData(nameof(IssuanceStep.Registered), 12, 12)]
    public async Task A_crash_of_a_group_between_any_two_steps_loses_nothing_and_repeats_nothing(string boundary, int intended, int registered)
    {
        IssueRequest[] requests = [.. Enumerable.Range(0, 12).Select(_ => TestAuthority.Request())];
        using var line = new HeldLine(office, breakAt: Enum.Parse<IssuanceStep>(boundary));
        await line.ShutAsync();
        var broken = requests.Select(request => IssueAsync(line.Issuing, request)).ToList();
        line.Open();
        foreach (var one in broken)
            await Assert.ThrowsAsync<BrokenOffException>(() => one);
        var before = await SerialsAsync(requests);
        Assert.Equal((intended, registered), (before.Count, await CountAsync(requests)));

        await using var restarted = await held.Authority.OpenAsync();
        var issued = await Task.WhenAll(requests.Select(request => IssueAsync(restarted.Issuing, request)));

        Assert.Equal(12, await CountAsync(requests));
        var after = await SerialsAsync(requests);
        Assert.Equal(issued.Select(one => one.Value.Serial.Hex).Order(), after.Order());
        Assert.Subset(after.ToHashSet(), before.ToHashSet());
    }

    private DateTimeOffset Now => office.Database.Time.GetUtcNow();

    private Task<Outcome<IssuedCertificate>> IssueAsync(Issuing issuing, IssueRequest request, BankCode? bank = null) =>
        issuing.IssueAsync(TestAuthority.Order(office, request, bank), Now, Cancel);

    private async Task<Outcome<IssuedCertificate>[]> TogetherAsync(IReadOnlyList<IssueRequest> requests) =>
        await Task.WhenAll(await AllAsync(requests, request => TestAuthority.Order(office, request)));

    /// <summary>Issues them as one group and waits until each is told, however it went.</summary>
    private async Task<Task<Outcome<IssuedCertificate>>[]> AllAsync(IReadOnlyList<IssueRequest> requests, Func<IssueRequest, IssuanceOrder> order)
    {
        using var line = new HeldLine(office);
        await line.ShutAsync();
        Task<Outcome<IssuedCertificate>>[] all = [.. requests.Select(request => line.Issuing.IssueAsync(order(request), Now, Cancel))];
        line.Open();
        await Task.WhenAll(all.Select(one => one.ContinueWith(_ => 0, Cancel, TaskContinuationOptions.None, TaskScheduler.Default)));
        return all;
    }

    private async Task<int> CountAsync(IEnumerable<IssueRequest> requests) => await office.Database.InTenantAsync("9972", work => work.SingleAsync<int>(
        "select count(*)::int from certificate join issuance using (bank_code, serial) where request_key = any(@keys)",
        new { keys = requests.Select(request => request.RequestKey).ToArray() }), Cancel);

    private Task<IReadOnlyList<string>> SerialsAsync(IEnumerable<IssueRequest> requests) => office.Database.InTenantAsync("9972", work => work.QueryAsync<string>(
        "select serial from issuance where request_key = any(@keys)", new { keys = requests.Select(request => request.RequestKey).ToArray() }), Cancel);

    /// <summary>Transactions that wrote, by the age of the next one.</summary>
    private Task<long> CommitsAsync() => office.Database.WithoutTenantAsync(
        work => work.SingleAsync<long>("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"), Cancel);

    /// <summary>An issuing with one lane, whose first customer keeps it busy until it is opened.</summary>
    private sealed class HeldLine : IDisposable
    {
        private readonly ManualResetEventSlim open = new();
        private readonly TaskCompletionSource shut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly AuthorityOffice office;

        public HeldLine(AuthorityOffice office, int waiting = 100, IssuanceStep? breakAt = null)
        {
            this.office = office;
            Issuing = new Issuing(office.Database, office.Authorities, NullLogger<Issuing>.Instance)
            {
                Limits = new(Lanes: 1, Together: 64, waiting),
                Reached = step =>
                {
                    if (open.IsSet && step == breakAt)
                        throw new BrokenOffException();
                    if (step == IssuanceStep.Registered && shut.TrySetResult())
                        open.Wait(Cancel);
                },
            };
        }

        public Issuing Issuing { get; }

        public async Task ShutAsync()
        {
            _ = Issuing.IssueAsync(TestAuthority.Order(office, TestAuthority.Request()), office.Database.Time.GetUtcNow(), Cancel);
            await shut.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        }

        public void Open() => open.Set();

        public void Dispose() => open.Dispose();
    }
}
