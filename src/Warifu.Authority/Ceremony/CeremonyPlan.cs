using System.Security.Cryptography;
using System.Text;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Authority.Ceremony;

/// <summary>What an authority is for.</summary>
public enum AuthorityRole
{
    Root,

    /// <summary>電子証明書 of one bank's customers.</summary>
    Customers,

    /// <summary>Servers, banks on the registration wire, staff.</summary>
    Wire,
}

/// <summary>One authority the ceremony will make.</summary>
/// <param name="Id">Names its files, its row and its published addresses.</param>
/// <param name="Bank">For <see cref="AuthorityRole.Customers"/> only.</param>
public sealed record AuthorityPlan(
    string Id, AuthorityRole Role, BankCode? Bank, Subject Subject, KeyKind Key, int ValidYears, int PathLength, IssuerAddresses Addresses)
{
    /// <summary>Label of the token that holds the key; null: a file under the passphrase.</summary>
    public string? Token { get; init; }

    internal Profile Profile => (Role == AuthorityRole.Root ? KnownProfiles.Root : KnownProfiles.Issuing) with { PathLength = PathLength };

    internal Phrase Sentence
    {
        get
        {
            var purpose = Role switch
            {
                AuthorityRole.Root => new Phrase("ルート認証局", "root authority"),
                AuthorityRole.Customers => new($"銀行{Bank}の顧客の発行局", $"issuing authority for customers of bank {Bank}"),
                AuthorityRole.Wire => new("サーバーと銀行接続の発行局", "issuing authority for servers and the registration wire"),
                _ => throw new InvalidOperationException("An unknown role."),
            };
            var place = Token is null ? new Phrase("暗号化ファイル", "in a sealed file") : new($"トークン{Token}", $"in token {Token}");
            return new(
                $"{Id}: {purpose.Ja} [{Subject}] 鍵 {Key}({place.Ja})、{ValidYears}年、パス長 {PathLength}、{Addresses.Certificate}、{Addresses.Crl}",
                $"{Id}: {purpose.En} [{Subject}] key {Key} {place.En}, {ValidYears} years, path length {PathLength}, {Addresses.Certificate}, {Addresses.Crl}");
        }
    }
}

/// <summary>A second certificate for an issuing authority, so that who holds only the other root trusts it too.</summary>
/// <param name="Authority">Of this ceremony or standing.</param>
/// <param name="By">The root that signs it.</param>
public sealed record CrossPlan(string Id, string Authority, string By, IssuerAddresses Addresses)
{
    internal Phrase Sentence => new(
        $"{Id}: 発行局{Authority}の相互認証証明書、署名はルート{By}", $"{Id}: cross-certificate for issuing authority {Authority}, signed by root {By}");
}

/// <summary>An issuing authority, or a cross-certificate, that the standing root revokes in this ceremony.</summary>
public sealed record RevokedPlan(string Authority, RevocationReason Reason)
{
    internal Phrase Sentence => new(
        $"{Authority}: 失効、理由 {RevocationWords.Of(Reason)}。元に戻せません", $"{Authority}: revoked for good, reason {RevocationWords.Of(Reason)}");
}

/// <summary>A root that stands since an earlier ceremony.</summary>
public sealed record StandingRoot(string Id, IssuerAddresses Addresses);

/// <summary>A description that holds: what the ceremony will make, in order, a root first.</summary>
public sealed record CeremonyPlan
{
    internal CeremonyPlan(string description, IReadOnlyList<AuthorityPlan> authorities) => (Description, Authorities) = (description, authorities);

    /// <summary>Null in the first ceremony.</summary>
    public StandingRoot? Standing { get; internal init; }

    public IReadOnlyList<AuthorityPlan> Authorities { get; }

    public IReadOnlyList<CrossPlan> CrossSigned { get; internal init; } = [];

    public IReadOnlyList<RevokedPlan> Revoked { get; internal init; } = [];

    /// <summary>Of the reviewed text: a ceremony that was interrupted goes on only with the same, and none is held twice.</summary>
    public string DescriptionSha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Description)));

    /// <summary>To be read and approved before anything is made.</summary>
    public IReadOnlyList<Phrase> Lines =>
    [
        .. Standing is { } root ? [new Phrase($"{root.Id}: 現在のルート、次のCRLに署名", $"{root.Id}: the standing root, signs its next CRL")] : Array.Empty<Phrase>(),
        .. Authorities.Select(authority => authority.Sentence),
        .. CrossSigned.Select(cross => cross.Sentence),
        .. Revoked.Select(revoked => revoked.Sentence),
        new($"説明書の SHA-256: {DescriptionSha256}", $"SHA-256 of the description: {DescriptionSha256}"),
    ];

    internal string Description { get; }

    /// <summary>As the description has it.</summary>
    internal string PublishedAt { get; init; } = "";

    /// <summary>The new root; null when the standing one signs.</summary>
    internal AuthorityPlan? NewRoot => Authorities.FirstOrDefault(authority => authority.Role == AuthorityRole.Root);

    /// <summary>The root that signs what this ceremony makes.</summary>
    internal string SigningRoot => NewRoot?.Id ?? Standing!.Id;
}
