namespace Warifu.Desk.Certificates.Unattended;

/// <summary>
/// Whether this PC renews certificates by itself: the user is asked once, at the first run, and may change it at any time. It allows
/// nothing at a bank; that is done for each certificate, with its user's passwords (<see cref="UnattendedLeave"/>).
/// </summary>
public sealed class UnattendedChoice(DeskFolder folder, TimeProvider time)
{
    private const string File = "unattended.json";

    /// <summary>Null: not asked yet.</summary>
    public bool? Wanted => folder.Read<Choice>(File)?.Wanted;

    public void Choose(bool wanted) => folder.Write(File, new Choice(wanted, time.GetUtcNow()));

    private sealed record Choice(bool Wanted, DateTimeOffset ChosenAt);
}
