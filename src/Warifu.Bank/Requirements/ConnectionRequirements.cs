using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Warifu.Wire;

namespace Warifu.Bank.Requirements;

/// <summary>What a request's connection says of the browser: TLS version, cipher, HTTP version.</summary>
internal static class ConnectionRequirements
{
    private static readonly Phrase UpdateBrowser = new(
        "ブラウザと OS を最新のものに更新してください。更新しても変わらないときは、通信を中継する機器やセキュリティソフトの設定を、社内のご担当者にお確かめください。",
        "Update the browser and the operating system. If that changes nothing, ask whoever runs your network about proxies and security software on the way.");

    public static IReadOnlyList<Requirement> Of(HttpContext context)
    {
        var handshake = context.Features.Get<ITlsHandshakeFeature>();
        return [Tls(handshake?.Protocol), Cipher(handshake?.NegotiatedCipherSuite), Http(context.Request.Protocol)];
    }

    public static Requirement Tls(SslProtocols? protocol) => new(
        "tls", new("暗号化通信の方式", "Encryption protocol"), protocol is SslProtocols.Tls13 or SslProtocols.Tls12 ? Standing.Good : Standing.Wanting,
        protocol switch { SslProtocols.Tls13 => "TLS 1.3", SslProtocols.Tls12 => "TLS 1.2", null => null, { } other => $"{other}" },
        [
            new(Standing.Good, new("暗号化通信 (TLS) の方式は安全です。", "The encryption protocol (TLS) is safe.")),
            new(Standing.Wanting, new("暗号化通信 (TLS) の方式が古く、安全ではありません。", "The encryption protocol (TLS) is old and not safe."), UpdateBrowser),
        ]);

    public static Requirement Cipher(TlsCipherSuite? suite) => new(
        "cipher", new("暗号の種類", "Cipher"), suite is { } chosen && IsAuthenticated(chosen) ? Standing.Good : Standing.Wanting, suite?.ToString(),
        [
            new(Standing.Good, new("改ざんを見つけられる暗号で通信しています。", "The cipher protects against being read and being changed.")),
            new(Standing.Wanting, new("古い種類の暗号で通信しています。", "The cipher is of an old kind."), UpdateBrowser),
        ]);

    public static Requirement Http(string protocol) => new(
        "http", new("通信の手順 (HTTP)", "HTTP version"), protocol is "HTTP/2" or "HTTP/3" ? Standing.Good : Standing.Wanting, protocol,
        [
            new(Standing.Good, new("画面は速い手順で届いています。", "Pages arrive the fast way.")),
            new(Standing.Wanting, new("古い手順で届いています。ご利用になれますが、表示が遅いことがあります。", "Pages arrive the old way. Everything works, but may be slow."), UpdateBrowser),
        ]);

    /// <summary>AEAD: what RFC 9325 (4.2) asks of TLS 1.2, and what all suites of TLS 1.3 are.</summary>
    private static bool IsAuthenticated(TlsCipherSuite suite) =>
        $"{suite}" is var name && (name.Contains("GCM", StringComparison.Ordinal) || name.Contains("CHACHA20", StringComparison.Ordinal) || name.Contains("CCM", StringComparison.Ordinal));
}
