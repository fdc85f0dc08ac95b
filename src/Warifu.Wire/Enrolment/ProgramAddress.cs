namespace Warifu.Wire.Enrolment;

/// <summary>
/// Addresses by which a page of a bank starts the program on the PC (seed 003, 証明書発行アプリの起動). They carry nothing secret and decide
/// nothing: the program opens at the named screen, for a bank that it knows or its user confirms.
/// </summary>
public static class ProgramAddress
{
    public const string Scheme = "warifu";

    /// <summary>Verb of the screen that issues.</summary>
    public const string Issuing = "issue";

    /// <summary>Verb of the screen that renews.</summary>
    public const string Renewing = "renew";

    /// <summary>Value of <c>onto</c>: the successor's key is to be made on a USB token.</summary>
    public const string Token = "token";

    /// <param name="bank">The bank's public face.</param>
    public static string Issue(Uri bank) => $"{Scheme}:{Issuing}?bank={Uri.EscapeDataString(Origin(bank))}";

    /// <param name="bank">The bank's public face.</param>
    /// <param name="serial">Of the certificate that is to be renewed.</param>
    public static string Renew(Uri bank, SerialNumber serial, bool ontoToken = false) =>
        $"{Scheme}:{Renewing}?bank={Uri.EscapeDataString(Origin(bank))}&serial={serial}" + (ontoToken ? $"&onto={Token}" : "");

    private static string Origin(Uri bank) => bank.GetLeftPart(UriPartial.Authority);
}
