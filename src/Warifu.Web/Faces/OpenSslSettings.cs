using System.Runtime.InteropServices;

namespace Warifu.Web.Faces;

/// <summary>
/// Turns TLS session tickets off for the whole process, and leaves to TLS 1.2 the ciphers that keep secrets forward and are
/// authenticated (RFC 9325, 4.2). A list of ciphers in the options of a listener would do the second as well, but .NET then
/// makes OpenSSL's context anew for each connection. OpenSSL reads its configuration once, at its first use, from a
/// file named in the native environment: call this on the first line of a program that serves TLS.
/// </summary>
public static partial class OpenSslSettings
{
    private const string Settings = """
        openssl_conf = warifu
        [warifu]
        ssl_conf = tls
        [tls]
        system_default = defaults
        [defaults]
        MinProtocol = TLSv1.2
        CipherString = ECDHE+AESGCM:ECDHE+CHACHA20
        Options = -SessionTicket
        NumTickets = 0

        """;

    /// <param name="folder">Where the file is kept; it holds nothing secret.</param>
    public static void Apply(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "openssl.cnf");
        var making = $"{file}.{Environment.ProcessId}";
        File.WriteAllText(making, Settings);
        File.Move(making, file, overwrite: true);
        if (SetEnvironment("OPENSSL_CONF", file, 1) != 0)
            throw new InvalidOperationException("The native environment could not be set.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
