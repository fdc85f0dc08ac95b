using Warifu.Bank.Staff;

namespace Warifu.Tests.Bank.Staff;

public sealed class StaffFileTests
{
    [Theory]
    [InlineData("asagiri")]
    [InlineData("tsukinowa")]
    [InlineData("shiokaze")]
    public void Each_bank_of_the_samples_has_two_who_can_be_each_others_second_pair_of_eyes(string bank) =>
        Assert.Equal(2, StaffFile.Read(Repository.Sample($"staff/{bank}.yaml")).Value.Count(member => member is { MayRequest: true, MayApprove: true }));

    [Theory]
    [InlineData("- { staff-id: S1 }")]
    [InlineData("- { staff-id: S1, name: A, power: all }")]
    [InlineData("nothing")]
    [InlineData("")]
    public void What_is_not_such_a_list_is_refused_with_its_place(string yaml)
    {
        var read = StaffFile.Read(yaml);
        Assert.Equal("staff-file-unreadable", read.Refusal?.Code);
        Assert.StartsWith("Line 1", read.Refusal!.Detail!.En, StringComparison.Ordinal);
    }
}
