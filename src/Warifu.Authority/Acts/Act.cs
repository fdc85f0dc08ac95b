using System.Security.Cryptography;
using System.Text;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Authority.Acts;

/// <summary>What an operator may do that goes on record.</summary>
public enum ActKind
{
    CeremonyHeld,
    AuthorityRevoked,
    BankRegistered,
    BankWithdrawn,
    CertificateRevoked,
    CertificateSuspended,
    CertificateResumed,
}

/// <summary>An act on record: appended in the unit of work that did it, never changed, chained to the one before by its hash.</summary>
/// <param name="Number">From 1, without a gap.</param>
/// <param name="About">What it was done to: ids, serial numbers, fingerprints; no name of a customer.</param>
/// <param name="By">Who did it, as he is known to the machine or named himself at the ceremony.</param>
/// <param name="Sha256">Over the hash before it and the act's lines.</param>
public sealed record Act(long Number, DateTimeOffset At, string Kind, string About, string By, byte[] Sha256)
{
    public static readonly Refusal RecordAltered = new("act-record-altered", 500,
        new("操作の記録が書き換えられています。", "The record of acts was altered."),
        new("示された番号の前までは正しい記録です。データベースの控えと比べ、原因を調べてください。",
            "It holds up to the number before the one named. Compare with a backup of the database and find out why."));

    /// <summary>All of them, checked.</summary>
    /// <returns>A refusal that names the first act whose hash does not hold.</returns>
    public static async Task<Outcome<IReadOnlyList<Act>>> ReadAllAsync(string connectionString, TimeProvider time, CancellationToken cancel = default)
    {
        await using var database = new Database(connectionString, time);
        var all = await database.WithoutTenantAsync(
            work => work.QueryAsync<Act>("select number, at, kind, about, by_whom as by, sha256 from act order by number"), cancel);
        byte[] before = [];
        foreach (var (act, number) in all.Select((act, at) => (act, at + 1)))
        {
            if (act.Number != number || !act.Sha256.AsSpan().SequenceEqual(act.HashAfter(before)))
                return RecordAltered with { Detail = new($"番号 {number}", $"Number {number}") };
            before = act.Sha256;
        }

        return all.ToList();
    }

    /// <summary>In the unit of work of the act itself.</summary>
    internal static Task RecordAsync(Work work, ActKind kind, string about, string by, DateTimeOffset at) =>
        work.ExecuteAsync("select record_act(@kind, @about, @by, @at)", new { kind = $"{kind}", about, by, at });

    private byte[] HashAfter(byte[] before) => SHA256.HashData(
        [.. before, .. Encoding.UTF8.GetBytes($"{Number}\n{At.ToUnixTimeMilliseconds()}\n{Kind}\n{About}\n{By}")]);
}
