using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Postgres;

namespace Warifu.Bank.SignIn.OneTime;

/// <summary>One-time passwords that somebody types, whichever way he has them. Whoever asks for one has booked the try before.</summary>
internal sealed class OneTimePasswords(MailedCodes codes, Authenticators authenticators)
{
    /// <summary>Looks at it and uses it up.</summary>
    /// <param name="holder">Key of the step or request for which one was mailed.</param>
    /// <param name="act">What that was for.</param>
    public async Task<bool> UseAsync(Work work, OneTimeWays ways, Guid user, byte[] holder, string act, string typed, DateTimeOffset now) =>
        (ways.Authenticator && await authenticators.UseAsync(work, user, typed, now))
        || (ways.Reader is not null && await codes.UseAsync(work, holder, act, typed, now));
}

/// <summary>How one user can have a one-time password.</summary>
/// <param name="Reader">Null where none is mailed to him.</param>
internal sealed record OneTimeWays(bool Authenticator, MailReader? Reader)
{
    public bool IsNone => !Authenticator && Reader is null;

    public static async Task<OneTimeWays> OfAsync(Work work, OneTimePolicy policy, Guid user) => new(
        policy.Ways.Contains(OneTimeWay.Totp) && await Authenticators.IsRegisteredAsync(work, user),
        policy.Ways.Contains(OneTimeWay.Mail) ? await MailReader.FindAsync(work, user) : null);

    /// <summary>Whether the profile asks this user for one, who comes from this address.</summary>
    public static async Task<bool> AreAskedAsync(Work work, OneTimePolicy policy, Guid user, string? from) => policy.Asked switch
    {
        OneTimeAsked.Never => false,
        OneTimeAsked.Always => true,
        OneTimeAsked.NewPlace => await work.SingleAsync<bool>("""
            select count(*) > 0 and not bool_or(network = @network) from known_place where bank_code = @Tenant and user_id = @user
            """, new { work.Tenant, user, network = ClientNetwork.Of(from) }),
        _ => throw new ArgumentOutOfRangeException(nameof(policy)),
    };
}
