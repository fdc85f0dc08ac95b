using System.Text.Json.Serialization;

namespace Warifu.Wire.Registration;

/// <summary>
/// The events of <see cref="RegistrationWire.Changes"/>. Changes of a bank are numbered 1, 2, 3 … in the order of their
/// commits, without a gap; an event's id is its number.
/// </summary>
public static class ChangeEvents
{
    /// <summary>Data: <see cref="CertificateChange"/>.</summary>
    public const string Change = "change";

    /// <summary>Data: <see cref="ChangeHeartbeat"/>. Sent each second while nothing is held back.</summary>
    public const string Heartbeat = "heartbeat";

    public static readonly TimeSpan HeartbeatPause = TimeSpan.FromSeconds(1);
}

/// <summary>What became of a certificate at the authority, whoever asked for it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeKind>))]
public enum ChangeKind
{
    /// <summary>For good.</summary>
    Revoked,

    /// <summary>certificateHold (RFC 5280, 5.3.1).</summary>
    Suspended,

    /// <summary>removeFromCRL: it stands again, and full CRLs no longer name it.</summary>
    Resumed,
}

/// <param name="Number">From 1 on, per bank.</param>
/// <param name="Reason">Null for <see cref="ChangeKind.Resumed"/>.</param>
/// <param name="At">When the authority recorded it.</param>
public sealed record CertificateChange(long Number, SerialNumber Serial, ChangeKind Kind, RevocationReason? Reason, DateTimeOffset At);

/// <param name="Number">Every change up to this number has been sent.</param>
public sealed record ChangeHeartbeat(long Number);
