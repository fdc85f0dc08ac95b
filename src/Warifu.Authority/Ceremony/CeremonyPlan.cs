using System.Security.Cryptography;
using System.Text;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;
using Warifu.Wire;

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
            return new(
                $"{Id}: {purpose.Ja} [{Subject}] 鍵 {Key}、{ValidYears}年、パス長 {PathLength}、{Addresses.Certificate}、{Addresses.Crl}",
                $"{Id}: {purpose.En} [{Subject}] key {Key}, {ValidYears} years, path length {PathLength}, {Addresses.Certificate}, {Addresses.Crl}");
        }
    }
}

/// <summary>A description that holds: what the ceremony will make, in order, the root first.</summary>
public sealed record CeremonyPlan
{
    internal CeremonyPlan(string description, IReadOnlyList<AuthorityPlan> authorities) =>
        (Authorities, DescriptionSha256) = (authorities, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(description))));

    public IReadOnlyList<AuthorityPlan> Authorities { get; }

    /// <summary>Of the reviewed text: a ceremony that was interrupted goes on only with the same.</summary>
    public string DescriptionSha256 { get; }

    /// <summary>To be read and approved before anything is made.</summary>
    public IReadOnlyList<Phrase> Lines =>
    [
        .. Authorities.Select(authority => authority.Sentence),
        new($"説明書の SHA-256: {DescriptionSha256}", $"SHA-256 of the description: {DescriptionSha256}"),
    ];
}
