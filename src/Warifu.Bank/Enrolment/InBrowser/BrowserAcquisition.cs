using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.Replacements;
using Warifu.Bank.SignIn;
using Warifu.Pki.Certificates;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment.InBrowser;

/// <param name="RequestKey">Made by the page and kept beside its key: a lost answer is fetched by asking again.</param>
/// <param name="Password">ログインパスワード</param>
/// <param name="Acquisition">電子証明書取得用パスワード</param>
/// <param name="Csr">PKCS#10, DER.</param>
internal sealed record AcquisitionAsked(Guid RequestKey, string LoginId, string Password, string Acquisition, byte[] Csr);

/// <summary>
/// Issues a user's certificate for a key that his browser made (seed 001, 2.1). It opens no session and ends none.
/// 1. The user is found, and the door is open: no certificate of his has been used and stands, or this very request was taken before, or
/// approved as that of a new PC (<see cref="Replacement"/>).
/// 2. The try is booked, then both passwords are looked at. Which of them was wrong is not told.
/// 3. The request is sound and its sender holds the key.
/// 4. In one unit of work: one that was never used makes way; the intent is committed.
/// 5. The Authority issues, and the certificate enters the register (<see cref="ObtainCertificate"/>).
/// </summary>
internal sealed class BrowserAcquisition(
    Database database, Banks banks, EnrolmentDoor door, ClosedDoor closed, Passwords passwords, ObtainCertificate obtaining, JobQueue jobs, EnrolmentSteps steps)
{
    public async Task<Outcome<Certificate>> RunAsync(string bank, AcquisitionAsked asked, string? from, CancellationToken cancel)
    {
        var served = banks.Of(bank);
        if (!served.Profile.Certificate.AcquisitionInBrowser)
            return BrowserRefusals.NotHere;
        var authenticated = await AuthenticateAsync(served.Profile, asked, from, cancel); // 1, 2
        if (authenticated.Refusal is { } refusal)
            return refusal;
        var user = authenticated.Value;
        steps.Reached(EnrolmentStep.Authenticated);
        var csr = SigningRequest.Read(asked.Csr); // 3
        if (csr.Refusal is { } unsound)
            return unsound;
        var entry = new HistoryEntry(user.ContractId, user.LoginId, from);
        var taken = await database.InTenantAsync(bank, async work => // 4
        {
            var now = database.Time.GetUtcNow();
            await UnusedCertificates.MakeWayAsync(work, jobs, user, asked.RequestKey, old: null, entry, now);
            var intent = await EnrolmentIntent.TakeAsync(work, jobs, served.Profile, user, asked.RequestKey, csr.Value, now,
                await Replacement.TakesOverAsync(work, user.UserId, asked.RequestKey, now));
            if (intent.Refusal is not null)
                await work.AbandonAsync(); // Nothing made way for nothing.
            return intent;
        }, cancel);
        if (taken.Refusal is { } notTaken)
            return notTaken;
        steps.Reached(EnrolmentStep.Intended);
        return await obtaining.RunAsync(served, taken.Value, csr.Value, entry, cancel); // 5
    }

    private async Task<Outcome<EnrollingUser>> AuthenticateAsync(BankProfile profile, AcquisitionAsked asked, string? from, CancellationToken cancel)
    {
        var bank = profile.Code.Value;
        var user = await database.InTenantAsync(bank, work => AcquiringUser.FindAsync(work, profile, asked, database.Time.GetUtcNow()), cancel); // 1
        if (user is not { IsOpen: true })
            return await closed.AnswerAsync(profile, user?.Known, asked.LoginId, from, () => AreRight(profile, user, asked), BrowserRefusals.Wrong, cancel);
        var refusal = await door.TryAsync(bank, user.Known, new(user.Known.ContractId, user.Known.LoginId, from), // 2
            () => AreRight(profile, user, asked), BrowserRefusals.Wrong, BrowserRefusals.Locked, cancel);
        return refusal is not null ? refusal : user.Known;
    }

    /// <summary>Both are looked at, whichever is wrong: it takes as long.</summary>
    private bool AreRight(BankProfile profile, AcquiringUser? user, AcquisitionAsked asked) =>
        passwords.Matches(user?.Known.LoginPasswordHash, asked.Password)
        & (passwords.Matches(user?.AcquisitionPasswordHash, asked.Acquisition)
            | !profile.Certificate.AcquisitionPassword
            | (user is { LoginPasswordSuffices: true } && asked.Acquisition.Length == 0));
}
