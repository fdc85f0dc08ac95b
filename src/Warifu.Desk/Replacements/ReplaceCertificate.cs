using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Replacements;

/// <summary>
/// パソコンの交換: the certificate on another PC is taken over with the help of a colleague, without paper.
/// <list type="number">
/// <item>Make the key and write the request down, as for any certificate (<see cref="Asking"/>); one of this user that waits is taken up.</item>
/// <item>Ask the bank; keep what it says of the request.</item>
/// <item>Look again, with the request key alone, as often as one likes.</item>
/// </list>
/// When the certificate may be had, <see cref="IssueCertificate"/> takes up the same request.
/// </summary>
/// <param name="place">Where the key is to live; null: where an earlier run began, else in a sealed file.</param>
public sealed class ReplaceCertificate(DeskFolder folder, Vault vault, KeyPlace? place = null)
{
    /// <summary>The request of a user that waits here.</summary>
    public static Asking? Of(DeskFolder folder, Uri bank, string loginId) =>
        Asking.Unanswered(folder).FirstOrDefault(asked => asked.NewPc is not null && asked.Bank == bank && asked.LoginId == loginId);

    /// <param name="bank">Address of the bank's public face.</param>
    /// <param name="pc">What this PC is called.</param>
    public async Task<Outcome<Asking>> AskAsync(
        Uri bank, string loginId, string password, string? oneTimePassword, string pc, bool japanese, CancellationToken cancel)
    {
        using var client = new WireClient(ServerTrust.Of(folder).Handler(clientCertificate: null), bank, japanese);
        if ((await client.GetAsync<EnrollingBank>(EnrolmentWire.Bank, cancel)).Refusal is { } notABank)
            return notABank;
        var asked = await OnceAsync(client, bank, loginId, password, oneTimePassword, pc, cancel);
        // One that ended meanwhile has told so, and is gone: whoever asks means to begin anew.
        return asked.Refusal is null && asked.Value.NewPc is { IsOver: true } ? await OnceAsync(client, bank, loginId, password, oneTimePassword, pc, cancel) : asked;
    }

    /// <summary>How it stands now.</summary>
    public async Task<Outcome<Asking>> LookAsync(Asking asked, bool japanese, CancellationToken cancel)
    {
        using var client = new WireClient(ServerTrust.Of(folder).Handler(clientCertificate: null), asked.Bank, japanese);
        var standing = await client.PostAsync<ReplacementStanding>(ReplacementWire.Standings, new ReplacementStandingRequest(asked.RequestKey), cancel);
        if (standing.Refusal is { } refusal)
            return refusal;
        var seen = asked with { NewPc = asked.NewPc! with { Standing = standing.Value } };
        // It may have been issued, and forgotten, while the bank was asked.
        if (seen != asked && Of(folder, asked.Bank, asked.LoginId)?.RequestKey == asked.RequestKey)
            seen.Keep(folder);
        return seen;
    }

    private async Task<Outcome<Asking>> OnceAsync(
        WireClient client, Uri bank, string loginId, string password, string? oneTimePassword, string pc, CancellationToken cancel)
    {
        if (Of(folder, bank, loginId) is { NewPc.IsOver: true } over)
            over.Forget(folder, vault);
        var begun = Asking.TakeUpOrBegin(folder, vault, place, usual: null, bank, loginId, renews: null, step: null); // 1
        if (begun.Refusal is { } noKey)
            return noKey;
        var taken = begun.Value;
        var asking = taken with { NewPc = new(pc, taken.NewPc?.Standing) };
        asking.Keep(folder);
        var answer = await client.PostAsync<ReplacementStanding>( // 2
            ReplacementWire.Replacements, new ReplacementRequest(asking.RequestKey, loginId, password, oneTimePassword, pc), cancel);
        if (answer.Refusal is { } refusal)
        {
            if (asking.NewPc.Standing is null && !MayGoOn(refusal))
                asking.Forget(folder, vault);
            return refusal;
        }
        var asked = asking with { NewPc = asking.NewPc with { Standing = answer.Value } };
        asked.Keep(folder);
        return asked;
    }

    // A mailed one-time password is for this very request; a server that fell silent may have heard it.
    private static bool MayGoOn(Refusal refusal) => refusal.Status >= 500 || Enrolment.IsForOneTimePassword(refusal);
}
