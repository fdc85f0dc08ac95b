using Warifu.Desk.Certificates.Unattended;
using Warifu.Desk.Shell.Linux;

namespace Warifu.Desk.Shell;

/// <summary>
/// Short messages on the user's desktop, by the Desktop Notifications Specification 1.2 (<c>org.freedesktop.Notifications</c>). Where the
/// desktop has none, what is urgent opens the window.
/// </summary>
internal static class DesktopNotes
{
    private const string Name = "org.freedesktop.Notifications";
    private const string Path = "/org/freedesktop/Notifications";
    private const byte Normal = 1;
    private const byte Critical = 2;

    // As long as the desktop thinks right.
    private const int UsualTime = -1;

    /// <returns>False where the desktop shows none.</returns>
    public static bool Show(Tiding tiding, bool japanese)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return SessionBus.Call(Name, Path, Name, "Notify", GVariant.Tuple(
                GVariant.Text(japanese ? "割符デスク" : "Warifu Desk"), GVariant.Unsigned(0), GVariant.Text("warifu-desk"),
                GVariant.Text(tiding.What.In(japanese)), GVariant.Text(tiding.WayOut.In(japanese)), GVariant.Array("s"),
                GVariant.Array("{sv}", GVariant.Entry(GVariant.Text("urgency"), GVariant.Boxed(GVariant.Octet(tiding.Urgency == Urgency.Alarm ? Critical : Normal)))),
                GVariant.Integer(UsualTime)));
        }
        catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }
}
