using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Desk.Connections;

/// <summary>
/// 初期ログイン設定 (seed 000): pairs this PC with an office of the hub. The agent is its key: the certificate around it
/// is self-signed, because the hub pins it and asks nobody.
/// </summary>
/// <param name="Hub">Address of the hub's agent face.</param>
/// <param name="Certificate">The agent's, DER.</param>
/// <param name="AgentId">Null until the hub has answered: then the pairing stands.</param>
public sealed record Pairing(Uri Hub, byte[] Certificate, Guid? AgentId, string? OfficeName, DateTimeOffset? Since)
{
    private const string File = "pairing.json";
    private const string KeyName = "agent-key";
    private const int PairingKeyLength = 64;

    // The hub pins the certificate and judges it by its register; its end only has to lie beyond the life of a PC.
    private const int Years = 20;

    /// <summary>Null when this PC is not paired.</summary>
    public static Pairing? Of(DeskFolder folder) => folder.Read<Pairing>(File) is { AgentId: not null } paired ? paired : null;

    /// <summary>Makes the agent's key (kept before it is used), then shows the hub the pairing key over it.</summary>
    public static async Task<Outcome<Pairing>> PairAsync(
        DeskFolder folder, Vault vault, Uri hub, string pairingKey, string pcName, bool japanese, TimeProvider time, CancellationToken cancel)
    {
        if (pairingKey.Length != PairingKeyLength || !pairingKey.All(char.IsAsciiHexDigitLower))
            return DeskRefusals.PairingKeyForm;
        if (Of(folder) is not null)
            return DeskRefusals.AlreadyPaired;
        // A run that ended before the hub's answer left its key; the hub may already know it, so it is used again.
        var pairing = folder.Read<Pairing>(File);
        if (pairing is null || pairing.Hub != hub)
        {
            using var key = vault.MakeKey(KeyName);
            var request = new CertificateRequest("CN=Warifu agent", key, HashAlgorithmName.SHA256);
            var now = time.GetUtcNow();
            using var own = request.CreateSelfSigned(now.AddMinutes(-5), now.AddYears(Years));
            pairing = new(hub, own.RawData, null, null, null);
            folder.Write(File, pairing);
        }
        using var client = pairing.Client(folder, vault, japanese);
        var answer = await client.PostAsync<PairedAgent>(AgentWire.Pairing, new PairingRequest(pairingKey, pcName), cancel);
        if (answer.Refusal is { } refusal)
            return refusal;
        var paired = pairing with { AgentId = answer.Value.AgentId, OfficeName = answer.Value.OfficeName, Since = time.GetUtcNow() };
        folder.Write(File, paired);
        return paired;
    }

    /// <summary>A client whose connections carry the agent's key.</summary>
    internal WireClient Client(DeskFolder folder, Vault vault, bool japanese)
    {
        using var key = vault.GetKey(KeyName) ?? throw new RefusedException(DeskRefusals.NotPaired);
        using var certificate = X509CertificateLoader.LoadCertificate(Certificate);
        return new WireClient(ServerTrust.Of(folder).Handler(certificate.CopyWithPrivateKey(key)), Hub, japanese);
    }
}
