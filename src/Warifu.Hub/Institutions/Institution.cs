using Warifu.Wire;

namespace Warifu.Hub.Institutions;

/// <summary>A bank of the catalogue.</summary>
/// <param name="Name">In full, as customers know it: あさぎり信用組合, JA水戸.</param>
public sealed record Institution(BankCode Code, Phrase Name, Category Category);

/// <summary>Whose accounts an entry is for.</summary>
public enum Holder
{
    /// <summary>【法人】</summary>
    Corporate,

    /// <summary>【個人】</summary>
    Personal,
}

/// <summary>How its users sign in to the bank.</summary>
public enum SignInMethod
{
    /// <summary>(電子証明書)</summary>
    Certificate,

    /// <summary>(パスワード認証)</summary>
    Password,
}

/// <summary>What is registered: a bank for one kind of holder and one way to sign in. Certificates are a corporate matter.</summary>
public sealed record InstitutionEntry(Institution Institution, Holder Holder, SignInMethod Method)
{
    /// <summary>Stable, such as <c>9972-corporate-certificate</c>.</summary>
    public string Id => $"{Institution.Code}-{(Holder == Holder.Corporate ? "corporate" : "personal")}-{(Method == SignInMethod.Certificate ? "certificate" : "password")}";

    /// <summary>【法人】あさぎり信用組合(電子証明書)</summary>
    public Phrase Title => new(
        $"{(Holder == Holder.Corporate ? "【法人】" : "【個人】")}{Institution.Name.Ja}{(Method == SignInMethod.Certificate ? "(電子証明書)" : "(パスワード認証)")}",
        $"{Institution.Name.En}, {(Holder == Holder.Corporate ? "corporate" : "personal")} ({(Method == SignInMethod.Certificate ? "certificate" : "password")})");

    /// <summary>There is a recipe: statements are fetched automatically.</summary>
    public bool IsSupported { get; init; }

    /// <summary>The bank's own site, for 連携サービスのサイト; null where it is not known.</summary>
    public string? Site { get; init; }
}
