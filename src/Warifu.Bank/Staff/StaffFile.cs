using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>Reads the members of a bank's staff from a YAML file such as <c>samples/staff/asagiri.yaml</c>.</summary>
public static class StaffFile
{
    public static readonly Refusal Unreadable = new("staff-file-unreadable", 422,
        new("職員のファイルを読み取れません。", "The staff file cannot be read."),
        new("下の行を直してください。samples/staff/asagiri.yaml が例になります。", "Correct the line below; samples/staff/asagiri.yaml is an example."));

    public static Outcome<IReadOnlyList<NewStaff>> Read(string yaml) => YamlFile.Read<List<Member>, IReadOnlyList<NewStaff>>(yaml, Unreadable, members =>
        Outcome.Of<IReadOnlyList<NewStaff>>([.. members.Select(member => new NewStaff(member.StaffId, member.Name, member.MayRequest, member.MayApprove))]));

    internal sealed class Member
    {
        public required string StaffId { get; set; }
        public required string Name { get; set; }
        public bool MayRequest { get; set; }
        public bool MayApprove { get; set; }
    }
}
