using Warifu.Bank.History;

namespace Warifu.Bank.Staff;

/// <summary>What a member of staff may do. Roles are rows; nobody has both eyes of one request.</summary>
internal enum StaffRole
{
    Request,
    Approve,
}

/// <summary>A member of staff at the other end of a request, as this request's own look into the register found him.</summary>
internal sealed record StaffSession(
    string Bank, byte[] Key, string StaffId, string Name, IReadOnlyList<StaffRole> Roles, byte[] CertificateSha256, DateTimeOffset CertificateEnds)
{
    public bool Has(StaffRole role) => Roles.Contains(role);

    /// <summary>Whose act it is in the history; customers see only that it was the bank.</summary>
    public HistoryEntry Entry(string? contractId, string? from) => new(contractId, HistoryEntry.OfStaff(StaffId), from) { Certificate = CertificateSha256 };

    /// <param name="joined">Names as rows have them, with commas between.</param>
    public static IReadOnlyList<StaffRole> RolesOf(string joined) =>
        [.. joined.Split(',').SelectMany(name => Enum.GetValues<StaffRole>().Where(role => NameOf(role) == name))];

    public static string NameOf(StaffRole role) => role switch
    {
        StaffRole.Request => "request",
        StaffRole.Approve => "approve",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
