using System.Buffers.Binary;
using System.Security.Cryptography;
using Warifu.Wire.Registration;

namespace Warifu.Pki.Log;

/// <summary>
/// What the holder of a certificate knows of its leaf. The log publishes only the entry, its hash: without the salt nobody can
/// tell which certificate a leaf is of.
/// </summary>
/// <param name="CertificateSha256">32 octets.</param>
/// <param name="At">Kept to the millisecond.</param>
/// <param name="Salt">32 octets.</param>
public sealed record LogRecord(byte[] CertificateSha256, LogEvent Event, DateTimeOffset At, byte[] Salt)
{
    private const int Octets = 32 + 1 + sizeof(long) + 32;

    /// <summary>SHA-256 over certificate hash ‖ event (1) ‖ milliseconds since 1970 (8, big-endian) ‖ salt.</summary>
    /// <exception cref="InvalidOperationException">A hash or salt of another length.</exception>
    public byte[] Entry
    {
        get
        {
            if (CertificateSha256.Length != 32 || Salt.Length != 32)
                throw new InvalidOperationException("Hash and salt have 32 octets each.");
            var record = new byte[Octets];
            CertificateSha256.CopyTo(record, 0);
            record[32] = (byte)Event;
            BinaryPrimitives.WriteInt64BigEndian(record.AsSpan(33), At.ToUnixTimeMilliseconds());
            Salt.CopyTo(record, 41);
            return SHA256.HashData(record);
        }
    }
}
