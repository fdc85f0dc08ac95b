using Warifu.Wire;

namespace Warifu.Bank.Clients;

/// <summary>The registered names (RFC 8705, RFC 7591) of what a client does, and what people call it.</summary>
internal static class ClientWords
{
    public static string Name(ClientAuthenticationMethod method) => method switch
    {
        ClientAuthenticationMethod.TlsClientAuth => "tls_client_auth",
        ClientAuthenticationMethod.SelfSignedTlsClientAuth => "self_signed_tls_client_auth",
        ClientAuthenticationMethod.PrivateKeyJwt => "private_key_jwt",
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };

    /// <summary>API連携先サービス名（提供会社名） (seed 002, 手順5).</summary>
    public static Phrase FullName(Phrase service, Phrase company) => new($"{service.Ja}（{company.Ja}）", $"{service.En} ({company.En})");

    public static ClientAuthenticationMethod? Authentication(string name) =>
        Enum.GetValues<ClientAuthenticationMethod>().Cast<ClientAuthenticationMethod?>().FirstOrDefault(method => Name(method!.Value) == name);

    public static string Name(SenderConstraint sender) => sender switch
    {
        SenderConstraint.Mtls => "mtls",
        SenderConstraint.Dpop => "dpop",
        _ => throw new ArgumentOutOfRangeException(nameof(sender)),
    };

    public static SenderConstraint? Sender(string name) =>
        Enum.GetValues<SenderConstraint>().Cast<SenderConstraint?>().FirstOrDefault(sender => Name(sender!.Value) == name);
}
