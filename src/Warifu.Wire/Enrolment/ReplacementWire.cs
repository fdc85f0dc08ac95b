using System.Text.Json.Serialization;

namespace Warifu.Wire.Enrolment;

/// <summary>
/// A new PC in place of an old one, without paper: the enrolment wire on the public face, version 1. A second certificate holder of the
/// company approves on his screen; then the program asks for the certificate under the same request key, by <see cref="EnrolmentWire.Certificates"/>.
/// </summary>
public static class ReplacementWire
{
    /// <summary>POST <see cref="ReplacementRequest"/> → <see cref="ReplacementStanding"/>. The same request key answers how it stands.</summary>
    public const string Replacements = "/enrolment/v1/replacements";

    /// <summary>POST <see cref="ReplacementStandingRequest"/> → <see cref="ReplacementStanding"/>: a program that waits looks again, and asks nobody for a password.</summary>
    public const string Standings = "/enrolment/v1/replacements/standing";
}

/// <param name="RequestKey">Who knows it made it; it stands in no address, and so in no log.</param>
public sealed record ReplacementStandingRequest(Guid RequestKey);

/// <param name="RequestKey">That of the <see cref="EnrolmentRequest"/> which follows; kept by the program.</param>
/// <param name="OneTimePassword">As in <see cref="EnrolmentRequest"/>.</param>
/// <param name="Pc">What its user calls the new PC, for who approves; at most 40 characters.</param>
public sealed record ReplacementRequest(Guid RequestKey, string LoginId, string Password, string? OneTimePassword, string Pc);

/// <param name="Code">Read to the colleague, who types it on his screen.</param>
/// <param name="CodeEnds">Until then it can be approved.</param>
/// <param name="Opens">From then on the certificate may be had; null until it is approved.</param>
/// <param name="Ends">Until then; null together.</param>
public sealed record ReplacementStanding(ReplacementState State, string Code, DateTimeOffset CodeEnds, DateTimeOffset? Opens, DateTimeOffset? Ends);

[JsonConverter(typeof(JsonStringEnumConverter<ReplacementState>))]
public enum ReplacementState
{
    /// <summary>For somebody to approve it.</summary>
    Waiting,

    /// <summary>Approved; the cooling-off goes on until <see cref="ReplacementStanding.Opens"/>.</summary>
    Approved,

    /// <summary>The certificate may be had.</summary>
    Open,

    /// <summary>It was had.</summary>
    Done,

    /// <summary>A colleague said no, or the user or the bank stopped it, or a later request took its place.</summary>
    Stopped,

    /// <summary>Nobody approved in time, or nobody came for the certificate.</summary>
    Expired,
}
