using Warifu.Desk.Certificates;
using Warifu.Wire;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>
/// Takes a certificate that was found in a token into this PC's list. Its key stays where it is.
/// <list type="number">
/// <item>Prove that the token has its key.</item>
/// <item>Ask the bank, by the certificate itself, whose it is and how it stands.</item>
/// <item>Keep the certificate.</item>
/// </list>
/// </summary>
public sealed class TakeFound(DeskFolder folder, Vault vault)
{
    /// <param name="bank">Address of the bank's public face.</param>
    public async Task<Outcome<HeldCertificate>> RunAsync(FoundCertificate found, Uri bank, bool japanese, CancellationToken cancel)
    {
        var place = new KeyPlace(found.Token);
        var pair = vault.StoreAt(place).Pair(found.KeyName, found.Der); // 1
        if (pair.Refusal is { } noKey)
            return noKey;
        using var own = pair.Value;
        var word = await ImportCertificate.WordOfBankAsync(folder, own, bank, japanese, cancel); // 2
        if (word.Refusal is { } notKnown)
            return notKnown;
        var (known, standing) = word.Value;
        var held = new HeldCertificate(standing.Serial, known.Code, known.Name, standing.LoginId, found.KeyName, found.Der, found.Chain, // 3
            standing.RenewableFrom, bank, known.Certificates, Place: place);
        held.Keep(folder);
        return held;
    }
}
