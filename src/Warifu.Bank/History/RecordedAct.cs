using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Warifu.Bank.History;

/// <summary>One entry of the history, as its row says it.</summary>
/// <param name="Act">Its stable name, such as <c>signed-in</c>.</param>
/// <param name="FromAddress">The client's.</param>
internal sealed record RecordedAct(
    long HistoryId, DateTimeOffset At, string? ContractId, string LoginId, string Act, string? Detail, string? FromAddress, string? CertificateSerial)
{
    /// <summary>What stands before the first place of a chain.</summary>
    public static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    /// <summary>
    /// Its link: SHA-256 over the link before it and every field, each field as its length in four octets, big-endian, and
    /// its UTF-8 octets; an absent one as the length 0xFFFFFFFF.
    /// </summary>
    public byte[] LinkAfter(string bank, byte[] before)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        ReadOnlySpan<string?> fields =
        [
            bank, HistoryId.ToString(CultureInfo.InvariantCulture), At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ContractId, LoginId, Act, Detail, FromAddress, CertificateSerial,
        ];
        Span<byte> length = stackalloc byte[sizeof(uint)];
        foreach (var field in fields)
        {
            var octets = field is null ? [] : Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteUInt32BigEndian(length, field is null ? uint.MaxValue : (uint)octets.Length);
            hash.AppendData(length);
            hash.AppendData(octets);
        }

        return hash.GetHashAndReset();
    }
}
