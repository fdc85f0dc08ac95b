namespace Warifu.Tests.Authority;

/// <summary>A clock that moves when told to.</summary>
internal sealed class MovingTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset now = now;

    public void Move(TimeSpan by) => now += by;

    public override DateTimeOffset GetUtcNow() => now;
}
