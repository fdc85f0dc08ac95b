using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Warifu.Web.Faces;

/// <summary>What a request's connection says of itself.</summary>
public static class FaceOfRequest
{
    /// <summary>The face this request came to.</summary>
    public static Face Face(this HttpContext context) => context.Features.GetRequiredFeature<FoundFace>().Face;

    /// <summary>The address by which it came.</summary>
    public static FaceAddress FaceAddress(this HttpContext context) => context.Features.GetRequiredFeature<FoundFace>().Address;

    /// <summary>An absolute address on another face of the same owner, in the same set of names.</summary>
    /// <param name="path">Begins with a slash.</param>
    public static string OnFace(this HttpContext context, string name, string path)
    {
        var found = context.Features.GetRequiredFeature<FoundFace>();
        return found.Table.Sibling(found.Face, name).OriginLike(found.Address) + path;
    }

    /// <summary>SHA-256 of the certificate whose key the client proved in this connection's handshake; null when it gave none.</summary>
    public static byte[]? CertificateSha256(this HttpContext context) =>
        context.Connection.ClientCertificate is { } certificate ? SHA256.HashData(certificate.RawDataMemory.Span) : null;

    internal sealed record FoundFace(FaceTable Table, Face Face, FaceAddress Address);
}
