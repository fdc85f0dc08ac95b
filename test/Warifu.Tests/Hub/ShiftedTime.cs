namespace Warifu.Tests.Hub;

/// <summary>The real clock, moved on by a test; timers stay real.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private TimeSpan shift;

    public void Advance(TimeSpan by) => shift += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
}
