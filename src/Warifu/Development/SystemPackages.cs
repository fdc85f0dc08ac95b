using System.Diagnostics;
using Spectre.Console;
using Warifu.Wire;

namespace Warifu.Development;

/// <summary>What a machine must have beside the .NET SDK; a verb installs what it needs when it is missing.</summary>
/// <param name="Package">Of Debian and its kin.</param>
/// <param name="Program">A file that proves it is there; <c>*</c> stands for one folder.</param>
internal sealed record SystemPackage(string Package, string Program, Phrase For)
{
    public static readonly SystemPackage Database = new("postgresql", "/usr/lib/postgresql/*/bin/initdb", new("データベース", "the database"));
    public static readonly SystemPackage Browser = new("chromium", "/usr/bin/chromium", new("ブラウザの試験", "tests in a browser"));
    public static readonly SystemPackage BrowserKeys = new("libnss3-tools", "/usr/bin/certutil", new("ブラウザの証明書", "the browser's certificates"));
    public static readonly SystemPackage Fonts = new("fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", new("日本語の文字", "Japanese type"));
    public static readonly SystemPackage OpenSsl = new("openssl", "/usr/bin/openssl", new("独立した検証", "an independent judge"));
    public static readonly SystemPackage GnuTls = new("gnutls-bin", "/usr/bin/certtool", new("独立した検証", "an independent judge"));
    public static readonly SystemPackage Mail = new("python3-aiosmtpd", "/usr/lib/python3/dist-packages/aiosmtpd/__init__.py", new("届いたメールを見る", "receiving mail"));
    public static readonly SystemPackage QrReader = new("zbar-tools", "/usr/bin/zbarimg", new("独立した検証", "an independent judge"));
    public static readonly SystemPackage Peer = new("nginx-light", "/usr/sbin/nginx", new("計測の相手", "the peer in measurements"));
    public static readonly SystemPackage PeerAuthority = new("golang-cfssl", "/usr/bin/cfssl", new("計測の相手", "the peer in measurements"));

    public static readonly SystemPackage SoftToken = new("softhsm2", "/usr/bin/softhsm2-util", new("鍵のトークンの代わり", "a token in software"));
    public static readonly SystemPackage TokenTool = new("opensc", "/usr/bin/pkcs11-tool", new("独立した検証", "an independent judge"));

    public static readonly SystemPackage TlsJudge = new("testssl.sh", "/usr/bin/testssl", new("独立した検証", "an independent judge"));
    public static readonly SystemPackage OtherClients = new("nodejs", "/usr/bin/node", new("ほかの人が書いたクライアント", "clients that others wrote"));
    public static readonly SystemPackage TheirPackages = new("npm", "/usr/bin/npm", new("ほかの人が書いたクライアント", "clients that others wrote"));
    public static readonly SystemPackage Curl = new("curl", "/usr/bin/curl", new("開発者向けの例", "the example for developers"));
    public static readonly SystemPackage Json = new("jq", "/usr/bin/jq", new("開発者向けの例", "the example for developers"));
    public static readonly SystemPackage Balancer = new("haproxy", "/usr/sbin/haproxy", new("負荷分散の試験", "tests behind a load balancer"));

    public static readonly SystemPackage Proxy = new("tinyproxy-bin", "/usr/bin/tinyproxy", new("プロキシ越しの試験", "tests behind a proxy"));

    public static readonly SystemPackage SetupMaker = new("nsis", "/usr/bin/makensis", new("Windows の導入プログラム", "the setup for Windows"));
    public static readonly SystemPackage CodeSigning = new("osslsigncode", "/usr/bin/osslsigncode", new("導入プログラムへの署名", "signing the setup"));
    public static readonly SystemPackage WindowsLike = new("wine", "/usr/bin/wine", new("Windows の導入プログラムの試験", "tests of the setup for Windows"));

    public static IReadOnlyList<SystemPackage> ForPackages { get; } = [SetupMaker];

    public static readonly SystemPackage Display = new("xvfb", "/usr/bin/Xvfb", new("窓の試験", "tests of the window"));
    public static readonly SystemPackage WindowManager = new("openbox", "/usr/bin/openbox", new("窓の試験", "tests of the window"));
    public static readonly SystemPackage WindowTool = new("xdotool", "/usr/bin/xdotool", new("窓の試験", "tests of the window"));
    public static readonly SystemPackage Camera = new("imagemagick", "/usr/bin/import", new("窓の写真", "pictures of the window"));
    public static readonly SystemPackage Bus = new("dbus", "/usr/bin/dbus-run-session", new("窓の試験", "tests of the window"));
    public static readonly SystemPackage Opener = new("xdg-utils", "/usr/bin/xdg-open", new("銀行の画面からの起動", "starting from the bank's page"));
    public static readonly SystemPackage WebView = new("libwebkit2gtk-4.1-0", "/usr/lib/*/libwebkit2gtk-4.1.so.0", new("アプリの窓", "the program's window"));
    public static readonly SystemPackage Tray = new("libayatana-appindicator3-1", "/usr/lib/*/libayatana-appindicator3.so.1", new("アプリの通知領域", "the program's tray icon"));
    public static readonly SystemPackage KeyringLibrary = new("libsecret-1-0", "/usr/lib/*/libsecret-1.so.0", new("アプリの鍵", "the program's keys"));
    public static readonly SystemPackage Keyring = new("gnome-keyring", "/usr/bin/gnome-keyring-daemon", new("キーリングの試験", "tests with a keyring"));
    public static readonly SystemPackage Notifier = new("dunst", "/usr/bin/dunst", new("通知の試験", "tests of notifications"));
    public static readonly SystemPackage MenuJudge = new("desktop-file-utils", "/usr/bin/desktop-file-validate", new("独立した検証", "an independent judge"));

    /// <summary>What the program with its window needs on a Linux PC, and what looks at it there.</summary>
    private static readonly SystemPackage[] ForWindows = [Display, WindowManager, WindowTool, Camera, Bus, Opener, WebView, Tray, KeyringLibrary, Keyring, Notifier, MenuJudge];

    public static IReadOnlyList<SystemPackage> ForTests { get; } =
        [Database, Mail, QrReader, Browser, BrowserKeys, Fonts, OpenSsl, GnuTls, SoftToken, TokenTool, TlsJudge, Balancer, Proxy, OtherClients, TheirPackages, Curl, Json, .. ForWindows];

    public static IReadOnlyList<SystemPackage> All { get; } = [.. ForTests, Peer, PeerAuthority, SetupMaker, CodeSigning, WindowsLike];

    public bool IsThere
    {
        get
        {
            var parts = Program.Split("/*/");
            return parts.Length == 1
                ? File.Exists(Program)
                : Directory.Exists(parts[0]) && Directory.GetDirectories(parts[0]).Any(folder => File.Exists(Path.Combine(folder, parts[1])));
        }
    }

    /// <summary>Installs those that are missing, as root or by sudo.</summary>
    /// <exception cref="RefusedException">It cannot be done here; the refusal holds the command to run.</exception>
    public static async Task EnsureAsync(IReadOnlyList<SystemPackage> needed, CancellationToken cancel)
    {
        string[] missing = [.. needed.Where(package => !package.IsThere).Select(package => package.Package)];
        if (missing.Length == 0)
            return;
        var command = $"apt-get install --yes --no-install-recommends {string.Join(' ', missing)}";
        if (!File.Exists("/usr/bin/apt-get"))
            throw new RefusedException(DevelopmentRefusals.NoPackageTool with { Detail = new(string.Join(' ', missing), string.Join(' ', missing)) });
        Told.Errors.WriteLine(Told.Say($"足りないパッケージを入れています: {string.Join(' ', missing)}", $"Installing what is missing: {string.Join(' ', missing)}"));
        // The package would otherwise start a cluster of its own on the usual port.
        const string noCluster = "mkdir -p /etc/postgresql-common && { grep -qs '^create_main_cluster' /etc/postgresql-common/createcluster.conf"
            + " || echo 'create_main_cluster = false' >> /etc/postgresql-common/createcluster.conf; }";
        var script = $"export DEBIAN_FRONTEND=noninteractive; {noCluster}; apt-get update && {command}";
        if (await RunAsync(Environment.IsPrivilegedProcess ? ["sh", "-c", script] : ["sudo", "--non-interactive", "sh", "-c", script], cancel) != 0
            || needed.Any(package => !package.IsThere))
            throw new RefusedException(DevelopmentRefusals.PackageMissing with { Detail = new(command, command) });
    }

    private static async Task<int> RunAsync(string[] words, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var errors = process.StandardError.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            if (process.ExitCode != 0)
                Told.Errors.WriteLine(await errors);
            _ = await output;
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return 127; // No sudo.
        }
    }
}
