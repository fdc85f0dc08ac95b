using Warifu.Desk.Keys;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>Why a certificate may go.</summary>
public enum Leftover
{
    /// <summary>Its time is over; no act is needed, but it clutters the browser's choice (seed 001, 2.11).</summary>
    Expired,

    /// <summary>The bank refuses it for good.</summary>
    Revoked,

    /// <summary>A newer one of the same user has signed in.</summary>
    Superseded,
}

/// <summary>
/// Clears away what nobody signs in with any more. After the first sign-in with a new certificate its predecessors go by
/// themselves; what else is left is offered.
/// </summary>
public sealed class CleanUp(DeskFolder folder, TimeProvider time)
{
    /// <summary>What is offered for deletion, and why.</summary>
    public IReadOnlyList<(HeldCertificate Held, Leftover Why)> Offered()
    {
        var all = HeldCertificate.All(folder);
        var now = time.GetUtcNow();
        return [.. from held in all
            let why = Why(held, all, now)
            where why is not null
            select (held, why.Value)];
    }

    /// <summary>This program has signed in with it: it is marked as used, and those it replaces are deleted.</summary>
    /// <returns>What was deleted.</returns>
    public IReadOnlyList<HeldCertificate> AfterSignIn(HeldCertificate used, Vault vault)
    {
        if (used.UsedAt is null)
            (used with { UsedAt = time.GetUtcNow() }).Keep(folder);
        HeldCertificate[] replaced = [.. HeldCertificate.All(folder).Where(held => held.IsSucceededBy(used))];
        // One whose token is not at hand stays, and is offered.
        return [.. replaced.Where(old => old.Remove(folder, vault) is null)];
    }

    private static Leftover? Why(HeldCertificate held, IReadOnlyList<HeldCertificate> all, DateTimeOffset now) => held.StateAt(now) switch
    {
        HeldState.Expired => Leftover.Expired,
        HeldState.Revoked => Leftover.Revoked,
        // A newer one counts once it has worked: until then the old one may be all its user has.
        HeldState.Issued or HeldState.Renewable => all.Any(newer => held.IsSucceededBy(newer) && newer.HasWorked) ? Leftover.Superseded : null,
        _ => throw new ArgumentOutOfRangeException(nameof(held)),
    };
}

public static class Leftovers
{
    public static Phrase Words(this Leftover why) => why switch
    {
        Leftover.Expired => new("有効期限が切れています。", "It has expired."),
        Leftover.Revoked => new("失効しています。", "It is revoked."),
        Leftover.Superseded => new("新しい証明書に替わりました。", "A newer certificate has taken its place."),
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };
}
