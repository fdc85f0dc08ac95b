using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Warifu.Pki.Certificates;

namespace Warifu.Authority.Ceremony;

/// <summary>What a ceremony made and who held it, for those who were not in the room. The root signs its octets.</summary>
/// <param name="HeldBy">As they named themselves when they began it.</param>
/// <param name="SignedBy">Id of the root.</param>
internal sealed record Transcript(
    int Ceremony,
    string DescriptionSha256,
    DateTimeOffset StartedAt,
    DateTimeOffset WrittenAt,
    IReadOnlyList<string> HeldBy,
    string Machine,
    IReadOnlyList<Transcript.Entry> Certificates,
    IReadOnlyList<Transcript.List> RevocationLists,
    IReadOnlyList<Transcript.Revocation> Revoked,
    string SignedBy,
    string Hash)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // It is read by people, in their own script.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public byte[] Write() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Form), (byte)'\n'];

    /// <param name="KeyPlace">Token or file; for a cross-certificate the key was there before.</param>
    internal sealed record Entry(
        string Id, string Kind, string Subject, string Issuer, string Serial, DateTimeOffset NotBefore, DateTimeOffset NotAfter,
        string KeyKind, string KeyPlace, string PublicKeySha256, string CertificateSha256)
    {
        public static Entry Of(string id, string kind, string place, Certificate certificate) => new(
            id, kind, $"{certificate.Subject}", $"{certificate.IssuerName}", certificate.Serial.Hex, certificate.NotBefore, certificate.NotAfter,
            $"{certificate.Key.Kind}", place, Convert.ToHexStringLower(certificate.Key.Sha256), Convert.ToHexStringLower(certificate.Sha256));
    }

    internal sealed record Revocation(string Authority, string Serial, DateTimeOffset At, string Reason)
    {
        public static Revocation Of(RevokedAuthority revoked) => new(revoked.Id, revoked.Serial.Hex, revoked.At, RevocationWords.Of(revoked.Reason));
    }

    internal sealed record List(string Authority, long Number, DateTimeOffset NextUpdate, string Sha256)
    {
        public static List Of(RootList list) =>
            new(list.Root, list.Number, list.NextUpdate, Convert.ToHexStringLower(SHA256.HashData(list.Der)));
    }
}

/// <summary>A root's CRL, made while its key is awake.</summary>
internal sealed record RootList(string Root, long Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, int Entries, byte[] Der);
