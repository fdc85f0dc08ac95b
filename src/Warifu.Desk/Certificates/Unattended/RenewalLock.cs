namespace Warifu.Desk.Certificates.Unattended;

/// <summary>One program at a time renews in a folder: the window, or a verb that a timer called. It ends with its process.</summary>
internal sealed class RenewalLock : IDisposable
{
    private const string LockFile = "renewal.lock";

    private readonly FileStream held;

    private RenewalLock(FileStream held) => this.held = held;

    /// <returns>Null while another holds it.</returns>
    public static RenewalLock? Take(DeskFolder folder)
    {
        try
        {
            return new RenewalLock(new FileStream(Path.Combine(folder.Path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        // EWOULDBLOCK; ERROR_SHARING_VIOLATION.
        catch (IOException taken) when (taken.HResult is 11 or unchecked((int)0x80070020))
        {
            return null;
        }
    }

    public void Dispose() => held.Dispose();
}
