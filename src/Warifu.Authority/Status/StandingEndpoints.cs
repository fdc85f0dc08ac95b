using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Authority.Status;

/// <summary>For whoever watches over the authority: health, and metrics in the text format of Prometheus (0.0.4).</summary>
internal static class StandingEndpoints
{
    public static readonly Refusal NotReady = new("authority-not-ready", 503,
        new("認証局のデータベースに接続できません。", "The authority cannot reach its database."),
        new("データベースの状態を確かめてください。つながれば自動的に復旧します。", "Look after the database. Once it answers, the authority goes on by itself."));

    public static void Map(IEndpointRouteBuilder app)
    {
        var onStatus = new OnFaceAttribute(StatusEndpoints.Face);
        app.MapGet("/health/live", () => Results.Text("live\n")).WithMetadata(onStatus);
        app.MapGet("/health/ready", ReadyAsync).WithMetadata(onStatus);
        app.MapGet("/metrics", MetricsAsync).WithMetadata(onStatus);
    }

    /// <summary>The keys are open, else there would be no server; what can be lost is the database.</summary>
    private static Task<IResult> ReadyAsync(HttpContext context, Database database) => AskAsync(context, async () =>
    {
        await database.ReadAsync<int>("select 1 from authority limit 1", new { }, context.RequestAborted);
        return "ready\n";
    });

    private static Task<IResult> MetricsAsync(HttpContext context, Database database) =>
        AskAsync(context, async () => MetricsOf(await AuthorityStanding.ReadAsync(database, context.RequestAborted)));

    private static async Task<IResult> AskAsync(HttpContext context, Func<Task<string>> answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            return Results.Text(await answer(), "text/plain; version=0.0.4; charset=utf-8");
        }
        catch (NpgsqlException)
        {
            return NotReady.AsProblem();
        }
    }

    internal static string MetricsOf(AuthorityStanding standing)
    {
        var text = new StringBuilder();
        void Tell(string name, string help, IEnumerable<(string Labels, double? Value)> values)
        {
            text.Append($"# HELP warifu_authority_{name} {help}\n# TYPE warifu_authority_{name} gauge\n");
            foreach (var (labels, value) in values)
                if (value is { } known)
                    text.Append(CultureInfo.InvariantCulture, $"warifu_authority_{name}{labels} {known}\n");
        }

        double? Ago(DateTimeOffset? then) => then is { } at ? Math.Max(0, (standing.At - at).TotalSeconds) : null;
        double? Ahead(DateTimeOffset? then) => (then - standing.At)?.TotalSeconds;
        Tell("certificate_seconds_left", "Seconds until the authority's own certificate ends.", standing.Keys.Select(key => (Of(key.Authority), Ahead(key.NotAfter))));
        Tell("crl_number", "Number of the latest CRL.", standing.Keys.Select(key => (Of(key.Authority), (double?)key.CrlNumber)));
        Tell("crl_seconds_left", "Seconds until the latest CRL ends.", standing.Keys.Select(key => (Of(key.Authority), Ahead(key.CrlNextUpdate))));
        Tell("crl_age_seconds", "Age of the latest CRL.", standing.Keys.Select(key => (Of(key.Authority), Ago(key.CrlThisUpdate))));
        Tell("authority_revoked", "1 where the root revoked the authority.", standing.Keys.Select(key => (Of(key.Authority), (double?)(key.RevokedAt is null ? 0 : 1))));
        Tell("ocsp_kept", "OCSP answers signed ahead.", standing.Ocsp.Select(ocsp => (Of(ocsp.Authority), (double?)ocsp.Kept)));
        Tell("ocsp_due", "OCSP answers to be signed anew.", standing.Ocsp.Select(ocsp => (Of(ocsp.Authority), (double?)ocsp.Due)));
        Tell("ocsp_age_seconds", "Age of the oldest OCSP answer signed ahead.", standing.Ocsp.Select(ocsp => (Of(ocsp.Authority), Ago(ocsp.OldestThisUpdate))));
        Tell("ocsp_seconds_left", "Seconds until the first OCSP answer signed ahead ends.", standing.Ocsp.Select(ocsp => (Of(ocsp.Authority), Ahead(ocsp.EarliestNextUpdate))));
        Tell("log_size", "Leaves of the log.", standing.Logs.Select(log => (Of(log.Authority), (double?)log.Size)));
        Tell("log_waiting", "Leaves that wait for a place in the log.", standing.Logs.Select(log => (Of(log.Authority), (double?)log.Waiting)));
        Tell("log_lag_seconds", "Age of the oldest leaf that waits.", standing.Logs.Select(log => (Of(log.Authority), (double?)(Ago(log.OldestWaiting) ?? 0))));
        Tell("jobs_waiting", "Jobs not done yet.", [("", standing.Jobs.Waiting)]);
        Tell("jobs_due", "Jobs whose time has come.", [("", standing.Jobs.Due)]);
        Tell("jobs_failing", "Jobs that failed at least once.", [("", standing.Jobs.Failing)]);
        Tell("jobs_lag_seconds", "Age of the oldest job that is due.", [("", Ago(standing.Jobs.OldestDue) ?? 0)]);
        return text.ToString();
    }

    private static string Of(string authority) => $$"""{authority="{{authority}}"}""";
}
