using System.Globalization;
using System.Text.Json.Serialization;

namespace Warifu.Wire.Registration;

/// <summary>The transparency log on the registration wire, version 1: what the bank asks for on behalf of a certificate's holder.</summary>
public static class LogWire
{
    public const string Consistencies = "/registration/v1/log/consistency";

    /// <summary>GET → <see cref="LogReceipts"/>.</summary>
    public static string Receipts(SerialNumber serial) => $"{RegistrationWire.Certificates}/{serial}/receipts";

    /// <summary>GET → <see cref="LogConsistency"/> of the log of the bank's issuing authority.</summary>
    /// <param name="from">Size of the earlier tree, at least 1.</param>
    public static string Consistency(long from) => string.Create(CultureInfo.InvariantCulture, $"{Consistencies}?from={from}");
}

/// <summary>What happened to a certificate. The numbers are hashed into the log and never change.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LogEvent>))]
public enum LogEvent
{
    Issued = 1,
    Renewed = 2,
    Revoked = 3,
    Suspended = 4,
    Resumed = 5,
}

/// <summary>Proof that one event of a certificate stands in the log. With the salt the holder alone can tell his leaf.</summary>
/// <param name="CertificateSha256">32 octets.</param>
/// <param name="At">To the millisecond.</param>
/// <param name="Salt">32 octets, a secret of the holder's.</param>
/// <param name="LeafIndex">Null while the log has not yet taken the event up: a second or so.</param>
/// <param name="Proof">Inclusion proof (RFC 6962, 2.1.1) in the tree of the checkpoint beside it; empty while there is no leaf index.</param>
public sealed record LogReceipt(byte[] CertificateSha256, LogEvent Event, DateTimeOffset At, byte[] Salt, long? LeafIndex, IReadOnlyList<byte[]> Proof);

/// <param name="Checkpoint">Signed note: the tree all proofs lead to. Null before the log's first leaf.</param>
/// <param name="Receipts">In the order of the events.</param>
public sealed record LogReceipts(string? Checkpoint, IReadOnlyList<LogReceipt> Receipts);

/// <param name="Checkpoint">Signed note of the later tree, the current one.</param>
/// <param name="Proof">Consistency proof (RFC 6962, 2.1.2) from the earlier tree.</param>
public sealed record LogConsistency(long From, string Checkpoint, IReadOnlyList<byte[]> Proof);
