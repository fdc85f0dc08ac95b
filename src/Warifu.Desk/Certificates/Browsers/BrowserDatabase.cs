namespace Warifu.Desk.Certificates.Browsers;

/// <summary>Where a browser on Linux looks for its user's certificates: a database of Mozilla's NSS.</summary>
/// <param name="Browser">As the user knows it, such as Firefox (default-release).</param>
/// <param name="Folder">It holds cert9.db and key4.db, or will when it is made.</param>
public sealed record BrowserDatabase(string Browser, string Folder)
{
    private static readonly string[] ChromiumHomes = ["", "snap/chromium/current"];
    private static readonly string[] FirefoxHomes = [".mozilla/firefox", "snap/firefox/common/.mozilla/firefox", ".var/app/org.mozilla.firefox/.mozilla/firefox"];
    private static readonly string[] ChromiumPrograms = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/microsoft-edge", "/snap/bin/chromium"];

    public bool IsMade => File.Exists(Path.Combine(Folder, "cert9.db"));

    /// <summary>Those of who runs this program.</summary>
    public static IReadOnlyList<BrowserDatabase> OfThisUser => Of(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Those of a user. Chromium and its kin share one, which is made when the first certificate comes.</summary>
    /// <param name="home">His home folder.</param>
    public static IReadOnlyList<BrowserDatabase> Of(string home)
    {
        var found = new List<BrowserDatabase>();
        foreach (var below in ChromiumHomes)
        {
            var database = new BrowserDatabase(below.Length == 0 ? "Chromium, Chrome, Edge" : "Chromium (snap)", Path.Combine(home, below, ".pki", "nssdb"));
            if (database.IsMade || (below.Length == 0 && ChromiumPrograms.Any(File.Exists)))
                found.Add(database);
        }
        foreach (var folder in FirefoxHomes.Select(below => Path.Combine(home, below)))
            found.AddRange(ProfilesIn(folder).Select(profile => new BrowserDatabase($"Firefox ({profile.Name})", profile.Folder)).Where(database => database.IsMade));
        return found;
    }

    /// <summary>Reads profiles.ini, where a Firefox lists its profiles.</summary>
    private static IEnumerable<(string Name, string Folder)> ProfilesIn(string folder)
    {
        var list = Path.Combine(folder, "profiles.ini");
        if (!File.Exists(list))
            yield break;
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in File.ReadAllLines(list).Select(line => line.Trim()).Append("[]"))
        {
            if (!line.StartsWith('['))
            {
                if (line.Split('=', 2) is [var name, var value])
                    values[name] = value;
                continue;
            }
            if (values.TryGetValue("Path", out var path))
                yield return (values.GetValueOrDefault("Name", path), values.GetValueOrDefault("IsRelative") == "0" ? path : Path.Combine(folder, path));
            values.Clear();
        }
    }
}
