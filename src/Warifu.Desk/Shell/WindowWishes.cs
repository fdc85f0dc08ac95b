namespace Warifu.Desk.Shell;

/// <summary>What a page wishes of the window around it; where there is no window, nothing happens.</summary>
public sealed class WindowWishes
{
    /// <summary>Told when a page wants the window put away.</summary>
    public event EventHandler? Closing;

    internal void Close() => Closing?.Invoke(this, EventArgs.Empty);
}
