using System.Formats.Asn1;
using Warifu.Pki.Der;

namespace Warifu.Pki.Requests;

/// <summary>
/// What a client should put into its request, as EST tells it (RFC 7030, 4.5.2, with the forms of RFC 9908): a key on P-256 and a signature by
/// ECDSA with SHA-256. Names and extensions are the bank's to say, so nothing else is asked for.
/// </summary>
public static class RequestAttributes
{
    /// <summary>The DER of CsrAttrs: SEQUENCE OF, each an object identifier or an attribute with its values.</summary>
    public static byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.EcPublicKey);
                using (writer.PushSetOf())
                    writer.WriteObjectIdentifier(Oids.P256);
            }

            writer.WriteObjectIdentifier(Oids.EcdsaWithSha256);
        }

        return writer.Encode();
    }
}
