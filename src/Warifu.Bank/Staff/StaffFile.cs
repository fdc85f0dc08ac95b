using Warifu.Wire;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Warifu.Bank.Staff;

/// <summary>Reads the members of a bank's staff from a YAML file such as <c>samples/staff/asagiri.yaml</c>.</summary>
public static class StaffFile
{
    public static readonly Refusal Unreadable = new("staff-file-unreadable", 422,
        new("職員のファイルを読み取れません。", "The staff file cannot be read."),
        new("下の行を直してください。samples/staff/asagiri.yaml が例になります。", "Correct the line below; samples/staff/asagiri.yaml is an example."));

    private static readonly IDeserializer Reader = new DeserializerBuilder()
        .WithNamingConvention(HyphenatedNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .WithEnforceRequiredMembers()
        .Build();

    public static Outcome<IReadOnlyList<NewStaff>> Read(string yaml)
    {
        try
        {
            return Outcome.Of<IReadOnlyList<NewStaff>>(
                [.. Reader.Deserialize<List<Member>>(yaml).Select(member => new NewStaff(member.StaffId, member.Name, member.MayRequest, member.MayApprove))]);
        }
        catch (YamlException wrong)
        {
            return Unreadable with { Detail = new($"{wrong.Start.Line} 行 {wrong.Start.Column} 桁", $"Line {wrong.Start.Line}, column {wrong.Start.Column}") };
        }
    }

    internal sealed class Member
    {
        public required string StaffId { get; set; }
        public required string Name { get; set; }
        public bool MayRequest { get; set; }
        public bool MayApprove { get; set; }
    }
}
