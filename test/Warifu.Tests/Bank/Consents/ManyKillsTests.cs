using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>Users and services link, read and withdraw without a pause while the bank's real server is killed again and again, at whatever moment it is.</summary>
[Trait("takes", "long")]
public sealed class ManyKillsTests(TestCluster cluster)
{
    private const int Kills = 12;

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    /// <summary>Links of which a service had the tokens, and whether it gave the refresh token back.</summary>
    private readonly ConcurrentBag<(LinkedService Service, string Refresh, bool Revoked)> given = [];

    private int lost;

    [Fact]
    public async Task What_was_answered_stands_what_was_not_is_whole_or_not_there_and_no_code_gives_twice()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        await using var node = await KilledBank.StartAsync(bank);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        string[] users = ["minato01", "minato02", "minato03"];
        var services = await Task.WhenAll(users.Select(user => LinkedService.RegisterAsync(bank, clientId: $"for-{user}")));
        var linking = users.Zip(services).Select(pair => Task.Run(() => LinkAsync(bank, pair.First, pair.Second, over.Token), Cancel)).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            var enough = given.Count + RandomNumberGenerator.GetInt32(0, 3);
            await Until.TrueAsync(() => Task.FromResult(given.Count >= enough));
            using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 1500)));
            await moment.WaitForNextTickAsync(Cancel);
            await node.KillAsync();
            await node.StartAsync();
        }
        await over.CancelAsync();
        await Task.WhenAll(linking);
        TestContext.Current.TestOutputHelper?.WriteLine($"{given.Count} links answered, {lost} answers to a redemption lost, over {Kills} kills");

        foreach (var (service, refresh, revoked) in given)
        {
            service.GoTo(KilledBank.Address);
            Assert.Equal(revoked ? "refresh-token-unknown" : "200", (await service.RefreshAsync(refresh)).Code());
        }
        Assert.True(given.Count >= users.Length);
        Assert.Equal(0, await CountAsync(bank, "(select 1 from api_token where kind = 'refresh' group by consent_id having count(*) > 1) t"));
        Assert.Equal(lost, await CountAsync(bank, "api_grant where end_reason = 'code-reused'"));
        var allowed = await CountAsync(bank, "consent where decision = 'allowed' and shown is not null");
        foreach (var place in (string[])["api_grant", "history where act = 'link-allowed'", "notice where kind = 'link-allowed'", "mail where kind = 'link-allowed'"])
            Assert.Equal((place, allowed), (place, await CountAsync(bank, place)));
        foreach (var place in (string[])["history where act = 'link-withdrawn'", "notice where kind = 'link-withdrawn'"])
            Assert.Equal((place, lost), (place, await CountAsync(bank, place)));
        Assert.Null((await bank.Operations.VerifyHistoryAsync(bank.Profile.Code, earlier: null, Cancel)).Refusal);
        foreach (var service in services)
            service.Dispose();
    }

    /// <summary>Begins again wherever an answer is lost, but for the redemption and the revocation, which are repeated until they are answered.</summary>
    private async Task LinkAsync(TestBank bank, string user, LinkedService service, CancellationToken over)
    {
        using var certificate = await bank.CertificateOfAsync(user);
        while (!over.IsCancellationRequested)
        {
            service.GoTo(KilledBank.Address);
            service.Verifier = Warifu.Bank.Consents.Consent.NewSecret();
            using var browser = bank.Browser(certificate, KilledBank.Address);
            string code;
            try
            {
                code = (await service.ConsentAsync(browser, user, await service.PushAsync()))["code"];
            }
            catch (Exception unanswered) when (unanswered is HttpRequestException or IOException)
            {
                continue;
            }
            var answer = await UntilAnsweredAsync(service, () => service.RedeemAsync(code));
            if (answer.Status != 200)
            {
                Assert.Equal("code-used", answer.Code());
                Interlocked.Increment(ref lost);
                continue;
            }
            var refresh = answer.Body.Text("refresh_token");
            var gives = RandomNumberGenerator.GetInt32(2) == 0;
            if (gives)
                Assert.Equal(200, (await UntilAnsweredAsync(service, () => service.PostAsync("/revocation", new() { ["token"] = refresh }))).Status);
            given.Add((service, refresh, gives));
        }
    }

    private static async Task<(int Status, JsonElement Body)> UntilAnsweredAsync(LinkedService service, Func<Task<(int Status, JsonElement Body)>> ask)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
            try
            {
                return await ask();
            }
            catch (Exception unanswered) when (unanswered is HttpRequestException or IOException)
            {
                await pause.WaitForNextTickAsync(Cancel);
                service.GoTo(KilledBank.Address);
            }
    }

    private static Task<int> CountAsync(TestBank bank, string from) =>
        bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>($"select count(*)::int from {from}"), Cancel);
}
