namespace Warifu.Wire.Enrolment;

/// <summary>What a page may ask the program on the PC to open. It opens a screen and does nothing.</summary>
public enum ProgramVerb
{
    /// <summary>CCHK001, the list of certificates.</summary>
    Open,

    /// <summary>CCHK002 for this bank (seed 003, 証明書発行アプリの起動).</summary>
    Issue,

    /// <summary>The renewal of a certificate of this bank (seed 004).</summary>
    Renew,
}

/// <summary>
/// An address by which a page of a bank starts the program on the PC (seed 003, 証明書発行アプリの起動): a verb and a bank, such as
/// <c>warifu:issue?bank=https%3A%2F%2Fwww.asagiri.test%3A7440</c>. Any page of any site can hold one, so it carries no
/// credential, names no file and starts no act: the program opens at the named screen, for a bank that it knows or its user
/// confirms. There is one spelling for each address, so that nothing is left to interpret.
/// </summary>
public sealed record ProgramAddress
{
    public const string Scheme = "warifu";

    private const string Token = "token";
    private const int MostLetters = 500;

    private ProgramAddress(ProgramVerb verb, Uri? bank, SerialNumber? serial = null, bool ontoToken = false) =>
        (Verb, Bank, Serial, OntoToken) = (verb, bank, serial, ontoToken);

    public ProgramVerb Verb { get; }

    /// <summary>Origin of the bank's public face; null for <see cref="ProgramVerb.Open"/>.</summary>
    public Uri? Bank { get; }

    /// <summary>Of the certificate that is to be renewed.</summary>
    public SerialNumber? Serial { get; }

    /// <summary>The key is to be made on a USB token.</summary>
    public bool OntoToken { get; }

    public static ProgramAddress Open { get; } = new(ProgramVerb.Open, null);

    /// <param name="bank">An address on the bank's public face.</param>
    /// <exception cref="FormatException">Not an https address by a name.</exception>
    /// <param name="ontoToken">The key is to be made on a USB token.</param>
    public static ProgramAddress Issue(Uri bank, bool ontoToken = false) =>
        new(ProgramVerb.Issue, OriginOf(bank) ?? throw new FormatException("Not the address of a bank."), ontoToken: ontoToken);

    /// <inheritdoc cref="Issue"/>
    /// <param name="serial">Of the certificate that is to be renewed.</param>
    public static ProgramAddress Renew(Uri bank, SerialNumber serial, bool ontoToken = false) =>
        new(ProgramVerb.Renew, OriginOf(bank) ?? throw new FormatException("Not the address of a bank."), serial, ontoToken);

    /// <returns>Null for anything but the one spelling of an address.</returns>
    public static ProgramAddress? Parse(string? text)
    {
        if (text is null || text.Length > MostLetters || !text.All(letter => letter is > ' ' and < '\x7f'))
            return null;
        try
        {
            // Read with indulgence; what is written back must be what was read.
            return Read(text.Split('?', 2)) is { } read && read.ToString() == text ? read : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public override string ToString() => Verb switch
    {
        ProgramVerb.Open => $"{Scheme}:open",
        ProgramVerb.Issue => $"{Scheme}:issue?bank={Escaped}{Onto}",
        ProgramVerb.Renew => $"{Scheme}:renew?bank={Escaped}&serial={Serial}{Onto}",
        _ => throw new InvalidOperationException($"Unknown verb {Verb}."),
    };

    private string Onto => OntoToken ? $"&onto={Token}" : "";

    private string Escaped => Uri.EscapeDataString(Bank!.GetLeftPart(UriPartial.Authority));

    private static ProgramAddress? Read(string[] parts)
    {
        var fields = parts is [_, var query] ? query.Split('&') : [];
        var bank = fields is [var first, ..] && first.StartsWith("bank=", StringComparison.Ordinal) ? OriginOf(first[5..]) : null;
        return (parts[0], bank, fields) switch
        {
            ($"{Scheme}:open", null, []) => Open,
            ($"{Scheme}:issue", not null, [_, ..]) => new(ProgramVerb.Issue, bank, ontoToken: fields is [_, $"onto={Token}"]),
            ($"{Scheme}:renew", not null, [_, var serial, ..]) => new(ProgramVerb.Renew, bank, new(serial.Length > 7 ? serial[7..] : ""), fields is [_, _, $"onto={Token}"]),
            _ => null,
        };
    }

    private static Uri? OriginOf(string escaped) =>
        Uri.TryCreate(Uri.UnescapeDataString(escaped), UriKind.Absolute, out var address) && address.PathAndQuery == "/" && address.Fragment.Length == 0
            ? OriginOf(address)
            : null;

    // By a name: an address in digits is nothing a person could recognise.
    private static Uri? OriginOf(Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: "https", HostNameType: UriHostNameType.Dns, UserInfo.Length: 0 }
            ? new Uri($"https://{address.IdnHost}:{address.Port}")
            : null;
}
