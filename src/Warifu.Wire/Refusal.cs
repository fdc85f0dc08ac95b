namespace Warifu.Wire;

/// <summary>
/// An expected refusal: a value, not an exception. The code is stable, has a line in docs/problems.md, and is what a help desk asks for.
/// </summary>
/// <param name="Code">Lower-case words joined by hyphens, unique over the whole product.</param>
/// <param name="Status">The HTTP status at an API's edge (RFC 9110).</param>
/// <param name="What">What happened and why; fixed text without data of the request.</param>
/// <param name="WayOut">The next step.</param>
public sealed record Refusal(string Code, int Status, Phrase What, Phrase WayOut)
{
    /// <summary>What a person may see beyond the fixed text, such as the record and column of a malformed file. Never a secret.</summary>
    public Phrase? Detail { get; init; }
}

/// <summary>Either a value or the refusal that stands in its place.</summary>
public readonly record struct Outcome<T>
{
    private readonly T? value;

    internal Outcome(T? value, Refusal? refusal) => (this.value, Refusal) = (value, refusal);

    /// <summary>Null when there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <exception cref="InvalidOperationException">There is a refusal instead.</exception>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

public static class Outcome
{
    /// <summary>For values whose type is an interface, which no implicit conversion takes.</summary>
    public static Outcome<T> Of<T>(T value) => new(value, null);
}

/// <summary>A refusal on the wire: RFC 9457 problem details with our stable code.</summary>
/// <param name="Type">Address of the code's line in docs/problems.md.</param>
/// <param name="Title">What happened, in the caller's language.</param>
/// <param name="Status">Same as the response's status.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Detail">The next step, and what may be shown beyond the fixed text.</param>
public sealed record Problem(string Type, string Title, int Status, string Code, string? Detail);

/// <summary>Thrown where a program cannot start or go on and a person must act; its refusal is what he is told.</summary>
public sealed class RefusedException : Exception
{
    public RefusedException(Refusal refusal, Exception? inner = null)
        : base($"{refusal.Code}: {refusal.What.En} {refusal.Detail?.En}".TrimEnd(), inner) => Refusal = refusal;

    public Refusal Refusal { get; }
}
