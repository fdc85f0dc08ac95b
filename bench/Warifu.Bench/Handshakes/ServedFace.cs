using System.Net;
using System.Security.Cryptography.X509Certificates;
using Warifu.Web.Faces;
using Warifu.Web.Serving;
using Warifu.Wire;

namespace Warifu.Bench.Handshakes;

/// <summary>One face of ours that asks for the certificate and answers two octets, as its own process.</summary>
internal sealed class ServedFace : IPartyLook
{
    public Look Of(HttpContext context) => new()
    {
        Brand = new Phrase("", ""),
        Service = new Phrase("", ""),
        Help = new Phrase("", ""),
        Accent = ("#000000", "#ffffff"),
    };

    public static async Task<int> RunAsync(string folder, int port)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(folder, "server.p12"), null);
        using var ca = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "client-ca.pem"));
        var faces = new FaceTable([new Face
        {
            Name = "cert", Owner = "9972", ClientCertificates = ClientCertificates.Asked, AcceptableIssuers = [ca],
            Addresses = [new("ports", "localhost", port)],
            Certificate = FaceListeners.Context(certificate, [], [ca]),
        }]);
        var builder = PartyServer.Create(new("bench", typeof(ServedFace).Assembly, faces, IPAddress.Loopback, TimeProvider.System, _ => { }));
        builder.Services.AddSingleton<IPartyLook, ServedFace>();
        await using var app = PartyServer.Build(builder);
        app.MapGet("/", () => "ok").WithMetadata(new OnFaceAttribute("cert"));
        await app.StartAsync();
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        return 0;
    }
}
