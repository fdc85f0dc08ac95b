using Warifu.Postgres;

namespace Warifu.Bank.Notices;

/// <summary>A user who can be written to.</summary>
internal sealed record MailReader(Guid UserId, string Name, string Address)
{
    /// <summary>So much of an address as is enough to know one's own: m***@minato.example.</summary>
    public string Masked => Mask(Address);

    /// <returns>Null when the bank knows no address of his.</returns>
    public static Task<MailReader?> FindAsync(Work work, Guid user) => work.SingleOrDefaultAsync<MailReader>("""
        select user_id, name, mail_address as address from customer_user where bank_code = @Tenant and user_id = @user and mail_address is not null
        """, new { work.Tenant, user });

    public static string Mask(string address) => $"{address[0]}***{address[address.IndexOf('@', StringComparison.Ordinal)..]}";
}
