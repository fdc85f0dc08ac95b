using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>Reads and judges a session with every request; nothing about trust is remembered from one request to the next.</summary>
internal sealed partial class Sessions(Database database, Banks banks, UserNotices notices, ILogger<Sessions> log)
{
    // Several requests of one page need one mark. So a session may end this much early, never late.
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(1);

    public async Task<Outcome<Session>> FindAsync(string bank, ShownSession shown, CancellationToken cancel)
    {
        if (shown.Cookie is null)
            return SignInRefusals.SessionNeeded;
        var (key, certificate) = (SessionCookie.KeyOf(shown.Cookie), shown.Certificate);
        var row = await database.ReadAsync<Standing>("select s.*, user_denied_rights(@bank, s.user_id) as denied_rights from session_standing(@bank, @key) s", new { bank, key }, cancel);
        var profile = banks.Of(bank).Profile;
        var now = database.Time.GetUtcNow();
        if (row is null || row.ConsentId != shown.Consent)
            return SignInRefusals.SessionNeeded;
        if (Judge(row, certificate, profile, now) is { } refusal)
        {
            RequestRefused(log, bank, row.UserId, refusal.Code);
            if (row.EndReason is null && !IsOf(row, certificate))
                await database.InTenantAsync(bank, work => EndShownElsewhereAsync(work, row, key, shown.From, now), cancel);
            return certificate is null ? refusal : await CertificateHolder.ExplainedAsync(database, bank, certificate, refusal, cancel);
        }
        if (now - row.LastSeenAt >= Grain)
            await database.ReadAsync<object>("select session_seen(@bank, @key, @now)", new { bank, key, now }, cancel);
        return new Session
        {
            Bank = bank,
            Key = key,
            UserId = row.UserId,
            LoginId = row.LoginId,
            UserName = row.UserName,
            Kind = profile.Kind(row.Kind),
            Denied = RightWords.Read(row.DeniedRights),
            ContractId = row.ContractId,
            CustomerName = row.CustomerName,
            Consent = row.ConsentId,
            Certificate = row.CertificateSha256 is { } sha256 ? new(sha256, new(row.Serial!), row.NotAfter!.Value) : null,
            SignedInBefore = row.SignedInBefore,
            SignedInBeforeFrom = row.SignedInBeforeFrom,
            PasswordMustChange = profile.Password.MustChange(row.LoginPasswordGiven, row.LoginPasswordSetAt, now),
        };
    }

    /// <summary>
    /// The connection's certificate first: a cookie shown on another connection learns nothing else about the session.
    /// Then the register, so that a revocation is told as such however the session stands; then the user; then the session.
    /// </summary>
    private static Refusal? Judge(Standing row, byte[]? certificate, BankProfile profile, DateTimeOffset now) =>
        OfConnection(row, certificate, now) is { } refusal ? refusal
        : row.EndReason switch
        {
            null => now - row.LastSeenAt >= profile.SignIn.Idle ? SignInRefusals.SessionTimedOut : null,
            "replaced" => SignInRefusals.SessionReplaced,
            "shown-elsewhere" => SignInRefusals.SessionShownElsewhere,
            _ => SignInRefusals.SessionNeeded,
        };

    private static Refusal? OfConnection(Standing row, byte[]? certificate, DateTimeOffset now) =>
        row.CertificateSha256 is null
            ? certificate is not null || row.SignInMethod != "id" ? SignInRefusals.SessionNeeded
                : row.UserStanding != "active" ? SignInRefusals.UserStopped
                : null
        : certificate is null ? SignInRefusals.CertificateNotOffered
        : !IsOf(row, certificate) ? SignInRefusals.CertificateOfAnother
        : CertificateHolder.Judge(row.CertificateState!, row.NotAfter!.Value, row.UserStanding, now);

    private static bool IsOf(Standing row, byte[]? certificate) =>
        certificate is null ? row.CertificateSha256 is null : CryptographicOperations.FixedTimeEquals(certificate, row.CertificateSha256 ?? []);

    /// <summary>All that a user has.</summary>
    public static Task EndOfUserAsync(Work work, Guid user, DateTimeOffset now) => work.ExecuteAsync(
        "update bank_session set ended_at = @now, end_reason = 'signed-out' where bank_code = @Tenant and user_id = @user and ended_at is null",
        new { work.Tenant, user, now });

    /// <summary>Its cookie left the browser it was given to: whoever has it, the session is not the user's alone any more.</summary>
    private async Task EndShownElsewhereAsync(Work work, Standing row, byte[] key, string? from, DateTimeOffset now)
    {
        var ended = await work.ExecuteAsync(
            "update bank_session set ended_at = @now, end_reason = 'shown-elsewhere' where bank_code = @Tenant and session_sha256 = @key and ended_at is null",
            new { work.Tenant, key, now });
        if (ended != 1)
            return;
        await new HistoryEntry(row.ContractId, row.LoginId, from).WriteAsync(work, Act.SessionShownElsewhere, detail: null, now);
        await notices.TellAsync(work, row.UserId, NoticeKind.SessionShownElsewhere, detail: null, now);
    }

    [LoggerMessage(2003, LogLevel.Warning, "A request in a session of user {User} of bank {Bank} was refused: {Code}.")]
    private static partial void RequestRefused(ILogger log, string bank, Guid user, string code);

    private sealed record Standing(
        Guid UserId, string LoginId, string UserName, string Kind, string UserStanding, string ContractId, string CustomerName, string SignInMethod,
        byte[]? CertificateSha256, string? Serial, DateTimeOffset? NotAfter, string? CertificateState,
        DateTimeOffset LastSeenAt, DateTimeOffset? SignedInBefore, string? SignedInBeforeFrom, string? EndReason,
        DateTimeOffset LoginPasswordSetAt, bool LoginPasswordGiven, Guid? ConsentId, string DeniedRights);
}
