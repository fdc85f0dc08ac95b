using Warifu.Bank.SignIn;
using Warifu.Wire;

namespace Warifu.Bank.Requirements;

/// <summary>Whether this browser offers a certificate with which its user could sign in.</summary>
internal static class CertificateRequirement
{
    private static readonly Phrase Words = new("電子証明書", "Certificate");

    /// <summary>On a face that asks for none.</summary>
    public static Requirement NotAsked { get; } = new("certificate", Words, Standing.Unknown, null,
    [
        new(Standing.Unknown, new("この画面では、電子証明書を確かめません。", "This page does not ask for a certificate."),
            new("電子証明書方式のお客様は「電子証明書も確かめる」を押し、ブラウザが求める電子証明書を選んでください。",
                "If you sign in by certificate, press Check the certificate too and choose it when the browser asks.")),
    ]);

    /// <summary>Only who holds the key is told how its certificate stands: the handshake has proved it.</summary>
    public static Requirement Of(Outcome<CertificateHolder> found) => found.Refusal is { } refusal
        ? new("certificate", Words, Standing.Wanting, refusal.Code, [new(Standing.Wanting, refusal.What, refusal.WayOut)])
        : new("certificate", Words, Standing.Good, found.Value.LoginId,
            [new(Standing.Good, new("ログインにお使いになれる電子証明書が提示されました。", "A certificate with which you can sign in was offered."))]);
}
