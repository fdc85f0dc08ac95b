namespace Warifu.Bank.Notices;

/// <summary>The SMTP server that takes the banks' mail (RFC 6409).</summary>
/// <param name="Host">Also the name in its certificate, where TLS is used.</param>
public sealed record MailRelay(string Host, int Port)
{
    /// <summary>STARTTLS (RFC 3207) before anything is said; a server that does not offer it, or has no trusted certificate, gets no mail.</summary>
    public bool StartTls { get; init; } = true;

    /// <summary>Null where the relay knows us by our address.</summary>
    public MailAccount? Account { get; init; }
}

/// <summary>How we sign on at the relay; only ever under TLS.</summary>
public sealed record MailAccount(string User, string Password)
{
    public override string ToString() => User;
}
