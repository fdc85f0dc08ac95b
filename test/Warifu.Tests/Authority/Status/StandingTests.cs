using Warifu.Authority.Status;

namespace Warifu.Tests.Authority.Status;

public sealed class StandingTests(HeldAuthority held) : IClassFixture<HeldAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_and_metrics_are_told_on_the_status_face()
    {
        await held.ServeOnceAsync();
        using var client = new HttpClient { BaseAddress = new Uri(held.Authority.Settings.StatusAddresses[0].Origin(tls: false)) };

        Assert.Equal("live\n", await client.GetStringAsync("/health/live", Cancel));
        Assert.Equal("ready\n", await client.GetStringAsync("/health/ready", Cancel));
        var metrics = await client.GetStringAsync("/metrics", Cancel);

        Assert.All(metrics.TrimEnd().Split('\n'), line => Assert.Matches("""^(# (HELP|TYPE) .+|warifu_authority_[a-z_]+(\{authority="[a-z0-9-]+"\})? -?[0-9.E+]+)$""", line));
        Assert.Contains("warifu_authority_crl_number{authority=\"root\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("warifu_authority_log_lag_seconds{authority=\"asagiri-g1\"}", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_standing_names_keys_logs_and_what_waits()
    {
        var issued = await held.Office.Issuing.IssueAsync(
            TestAuthority.Order(held.Office, TestAuthority.Request(), TestAuthority.Tsukinowa), held.Office.Database.Time.GetUtcNow(), Cancel);
        Assert.Null(issued.Refusal);

        var standing = await AuthorityStanding.ReadAsync(held.Authority.Settings.RuntimeConnection, TimeProvider.System, Cancel);

        Assert.Equal(["root", "asagiri-g1", "shiokaze-g1", "tsukinowa-g1", "wire-g1"], standing.Keys.Select(key => key.Authority).OrderBy(name => name != "root").ThenBy(name => name, StringComparer.Ordinal));
        Assert.Equal(["asagiri-g1", "shiokaze-g1", "tsukinowa-g1", "wire-g1"], standing.Logs.Select(log => log.Authority));
        var log = standing.Logs.Single(log => log.Authority == "tsukinowa-g1");
        Assert.Equal(1, log.Size + log.Waiting);
    }
}
