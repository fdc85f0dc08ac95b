using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Names;

namespace Warifu.Tests.Bank.Enrolment.Est;

/// <summary>Requests that other programs would make.</summary>
internal static class Requests
{
    public static byte[] WithHostName(ECDsa key, Subject subject)
    {
        var request = new CertificateRequest(new X500DistinguishedName(subject.Encode()), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("www.asagiri.test");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSigningRequest();
    }
}
