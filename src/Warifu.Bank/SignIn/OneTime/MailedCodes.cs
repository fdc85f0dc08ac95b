using System.Security.Cryptography;
using Warifu.Bank.Notices;
using Warifu.Postgres;
using Warifu.Postgres.Secrets;
using Warifu.Wire;

namespace Warifu.Bank.SignIn.OneTime;

/// <summary>Passwords of a few digits that are mailed. Whoever compares one has booked the try at a door before.</summary>
internal sealed class MailedCodes(Banks banks, Outbox outbox, ServerKey key)
{
    private const string Kind = "code";
    private const int Digits = 8;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(30);

    /// <summary>Mails a new one; the one before it counts no more. Asked for again for the same act, it waits a while.</summary>
    /// <param name="holder">Key of the session or step it will count in.</param>
    /// <param name="act">What it will be good for.</param>
    /// <param name="what">The same for the reader.</param>
    /// <param name="life">Null: as long as its session.</param>
    /// <returns>Null when it is on its way.</returns>
    public async Task<Refusal?> SendAsync(Work work, MailReader reader, byte[] holder, string act, Phrase what, TimeSpan? life, DateTimeOffset now)
    {
        // The user's row is held: of several that ask at once each counts the mails of those before it.
        await work.ExecuteAsync("select 1 from customer_user where bank_code = @Tenant and user_id = @UserId for update", new { work.Tenant, reader.UserId });
        if (await work.SingleAsync<bool>(
            "select exists (select 1 from mailed_code where bank_code = @Tenant and user_id = @UserId and act = @act and sent_at > @since)",
            new { work.Tenant, reader.UserId, act, since = now - Between }))
            return OneTimeRefusals.MailedJustNow;
        var profile = banks.Of(work.Tenant!).Profile;
        var lately = await work.SingleAsync<long>(
            "select count(*) from mail where bank_code = @Tenant and user_id = @UserId and kind = @Kind and made_at > @since",
            new { work.Tenant, reader.UserId, Kind, since = now - TimeSpan.FromHours(1) });
        if (lately >= profile.OneTime.MailsPerHour)
            return OneTimeRefusals.MailedTooOften;
        var code = RandomNumberGenerator.GetString("0123456789", Digits);
        await work.ExecuteAsync("""
            insert into mailed_code (bank_code, holder_sha256, act, user_id, code_hash, sent_at, expires_at)
            values (@Tenant, @holder, @act, @UserId, @hash, @now, @end)
            on conflict (bank_code, holder_sha256, act) do update
            set code_hash = excluded.code_hash, sent_at = excluded.sent_at, expires_at = excluded.expires_at, used_at = null
            """, new { work.Tenant, holder, act, reader.UserId, hash = HashOf(work.Tenant!, holder, act, code), now, end = now + life });
        await outbox.PutAsync(work, reader, Kind, Letter.Of(profile, reader, what, [Told(code, life)], now), now);
        return null;
    }

    /// <summary>Uses it: it counts once, on whatever node.</summary>
    /// <returns>Whether it was right.</returns>
    public async Task<bool> UseAsync(Work work, byte[] holder, string act, string typed, DateTimeOffset now) => await work.ExecuteAsync("""
        update mailed_code set used_at = @now
        where bank_code = @Tenant and holder_sha256 = @holder and act = @act and code_hash = @hash
          and used_at is null and (expires_at is null or expires_at > @now)
        """, new { work.Tenant, holder, act, hash = HashOf(work.Tenant!, holder, act, Plain(typed)), now }) == 1;

    private byte[] HashOf(string bank, byte[] holder, string act, string code) =>
        key.Hash("mailed-code", bank, $"{Convert.ToHexStringLower(holder)} {act}", code);

    // Full-width digits and spaces come from Japanese keyboards and from copying.
    private static string Plain(string typed) => string.Concat(typed.Normalize(System.Text.NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter)));

    private static Phrase Told(string code, TimeSpan? life)
    {
        var spaced = $"{code[..4]} {code[4..]}";
        return life is { } minutes
            ? new($"パスワード: {spaced}\n\nお申し込みの画面でだけ、{minutes.TotalMinutes:0} 分間、一度だけ使えます。画面以外で誰かにお伝えになることはありません。お心当たりがないときは、すぐにヘルプデスクへご連絡ください。",
                $"Password: {spaced}\n\nIt counts on the page that asked for it, for {minutes.TotalMinutes:0} minutes, once. Tell it to nobody. If you did not ask for it, tell the help desk at once.")
            : new($"パスワード: {spaced}\n\nお申し込みの画面でだけ、ログアウトするまで、一度だけ使えます。画面以外で誰かにお伝えになることはありません。お心当たりがないときは、すぐにヘルプデスクへご連絡ください。",
                $"Password: {spaced}\n\nIt counts on the page that asked for it, until you sign out, once. Tell it to nobody. If you did not ask for it, tell the help desk at once.");
    }
}
