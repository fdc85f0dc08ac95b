using Warifu.Bank.Profiles;
using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>Who is at the other end of a request, as this request's own look into the register found him.</summary>
internal sealed record Session
{
    public required string Bank { get; init; }

    /// <summary>The row's key: SHA-256 of the cookie's value.</summary>
    public required byte[] Key { get; init; }

    public required Guid UserId { get; init; }

    public required string LoginId { get; init; }

    public required string UserName { get; init; }

    public required UserKind Kind { get; init; }

    /// <summary>Taken from him of what his kind may do.</summary>
    public required IReadOnlyList<Right> Denied { get; init; }

    public required string ContractId { get; init; }

    public required string CustomerName { get; init; }

    /// <summary>Of the connection, which the session is bound to; null where the contract signs in by ID and password.</summary>
    public required SessionCertificate? Certificate { get; init; }

    /// <summary>It was begun to answer this consent, and opens nothing else; null: of the bank's own pages.</summary>
    public required Guid? Consent { get; init; }

    /// <summary>Nothing but a change of the login password is let in: it was given by the bank, or its days are over.</summary>
    public required bool PasswordMustChange { get; init; }

    /// <summary>The client's address at that sign-in.</summary>
    public required string? SignedInBeforeFrom { get; init; }

    /// <summary>前回ログイン日時; null the first time.</summary>
    public required DateTimeOffset? SignedInBefore { get; init; }

    public bool May(Right right) => Kind.May(right) && !Denied.Contains(right);
}

/// <summary>What a request shows of a session.</summary>
/// <param name="Cookie">The cookie's value; null when there is none.</param>
/// <param name="Consent">Which the page belongs to; null: to none.</param>
/// <param name="Certificate">SHA-256 of the connection's certificate; null when it gave none.</param>
/// <param name="From">The client's address, for the history.</param>
internal sealed record ShownSession(string? Cookie, Guid? Consent, byte[]? Certificate, string? From);

/// <param name="Sha256">Of the whole certificate.</param>
/// <param name="Ends">The last second of its validity.</param>
internal sealed record SessionCertificate(byte[] Sha256, SerialNumber Serial, DateTimeOffset Ends);
