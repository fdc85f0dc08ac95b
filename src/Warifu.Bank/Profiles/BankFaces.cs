using System.Security.Cryptography.X509Certificates;
using Warifu.Web.Faces;

namespace Warifu.Bank.Profiles;

/// <summary>How a bank's faces are reached.</summary>
/// <param name="Server">Server certificate for the profile's host names, and for <c>localhost</c> where that is served; with its key.</param>
/// <param name="Intermediates">What the server sends beside it.</param>
/// <param name="IssuingAuthority">The only CA the handshake names as acceptable.</param>
/// <param name="NamesPort">Port on which the profile's host names are served; null: they are not.</param>
/// <param name="LocalPorts">Whether the profile's ports on <c>localhost</c> are served.</param>
public sealed record BankServing(
    X509Certificate2 Server, X509Certificate2Collection Intermediates, X509Certificate2 IssuingAuthority, int? NamesPort, bool LocalPorts)
{
    /// <summary>The only CA that the staff face names: it issues to staff, never to customers. Null where none does.</summary>
    public X509Certificate2? StaffAuthority { get; init; }
}

/// <summary>The four faces of a bank.</summary>
public static class BankFaces
{
    public const string Www = "www";
    public const string Cert = "cert";
    public const string Api = "api";
    public const string Staff = "staff";

    /// <exception cref="ArgumentException">Neither names nor local ports are served.</exception>
    public static IReadOnlyList<Face> Of(BankProfile profile, BankServing serving)
    {
        if (serving.NamesPort is null && !serving.LocalPorts)
            throw new ArgumentException("A bank is served by names, by local ports, or by both.", nameof(serving));
        IReadOnlyList<X509Certificate2> acceptable = [serving.IssuingAuthority];
        var context = FaceListeners.Context(serving.Server, serving.Intermediates, acceptable);
        IReadOnlyList<X509Certificate2> staff = serving.StaffAuthority is { } authority ? [authority] : acceptable;
        var staffContext = FaceListeners.Context(serving.Server, serving.Intermediates, staff);
        return
        [
            .. ProfileFile.FaceNames.Select(name => new Face
            {
                Name = name,
                Owner = profile.Code.Value,
                Addresses = [.. Addresses(profile.Faces[name], serving)],
                Certificate = name == Staff ? staffContext : context,
                ClientCertificates = name == Www ? ClientCertificates.NotAsked : ClientCertificates.Asked,
                AcceptableIssuers = name == Staff ? staff : acceptable,
            }),
        ];
    }

    private static IEnumerable<FaceAddress> Addresses(FacePlace place, BankServing serving)
    {
        if (serving.NamesPort is { } port)
            yield return new("names", place.Host, port);
        if (serving.LocalPorts)
            yield return new("ports", "localhost", place.Port);
    }
}
