using System.Text.RegularExpressions;
using Warifu.Bank.Clients;
using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>What staff type from paper, checked before anything is kept.</summary>
internal static partial class StaffInputs
{
    public const int NoticeLength = 400;

    public static Refusal? Forbids(StaffInput input, TypedRequest typed) => input switch
    {
        StaffInput.Nothing => null,
        StaffInput.Pin => Pin().IsMatch(typed.Pin ?? "") ? null : StaffRefusals.PinUnfit,
        StaffInput.TokenSerial => Token().IsMatch(typed.Detail?.Trim() ?? "") ? null : StaffRefusals.TokenUnfit,
        StaffInput.Notice => IsNotice(typed.Detail) && IsNotice(typed.DetailEn) ? null : StaffRefusals.NoticeUnfit,
        StaffInput.Registration => ClientFile.Read(typed.Detail ?? "").Refusal,
        StaffInput.ClientId => typed.Detail is { Length: > 0 } ? null : StaffRefusals.TargetNotThere,
        StaffInput.Link => Guid.TryParseExact(typed.Detail, "D", out _) ? null : StaffRefusals.LinkNotThere,
        _ => throw new ArgumentOutOfRangeException(nameof(input)),
    };

    private static bool IsNotice(string? text) => text?.Trim().Length is >= 1 and <= NoticeLength;

    [GeneratedRegex("^[0-9]{4}\\z", RegexOptions.None, 100)]
    private static partial Regex Pin();

    [GeneratedRegex("^[A-Za-z0-9-]{4,32}\\z", RegexOptions.None, 100)]
    private static partial Regex Token();
}
