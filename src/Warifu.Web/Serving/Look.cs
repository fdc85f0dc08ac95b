using Microsoft.AspNetCore.Http;
using Warifu.Web.Keyboards;
using Warifu.Wire;

namespace Warifu.Web.Serving;

/// <summary>What the layout shows of a party around a page.</summary>
public sealed record Look
{
    /// <summary>Name of the bank or service, at the top of every page.</summary>
    public required Phrase Brand { get; init; }

    /// <summary>What kind of service this is, small beside the name.</summary>
    public required Phrase Service { get; init; }

    /// <summary>Accent colours as <c>#rrggbb</c>, for light and dark; both must reach AA contrast with their text.</summary>
    public required (string Light, string Dark) Accent { get; init; }

    /// <summary>Whom to ask: help desk, telephone, hours.</summary>
    public required Phrase Help { get; init; }

    public KeyOrder SoftwareKeyboard { get; init; } = KeyOrder.Shuffled;

    /// <summary>Menu of a person who is signed in.</summary>
    public IReadOnlyList<MenuItem> Menu { get; init; } = [];

    /// <summary>Who is signed in, as lines such as customer, user ID, user name.</summary>
    public IReadOnlyList<Phrase> Person { get; init; } = [];

    /// <summary>What this person may do for himself, beside his name.</summary>
    public IReadOnlyList<MenuItem> Own { get; init; } = [];

    /// <summary>Path that ends the session; null when there is none.</summary>
    public string? SignOut { get; init; }
}

/// <param name="Path">Where it leads.</param>
public sealed record MenuItem(Phrase Text, string Path);

/// <summary>Tells how a request's page is to look; each party has its own.</summary>
public interface IPartyLook
{
    Look Of(HttpContext context);
}
