using Warifu.Bank.Profiles;
using Warifu.Bank.Users;

namespace Warifu.Tests.Bank.Users;

public sealed class ContractTests
{
    [Fact]
    public void The_sample_contract_is_sound() =>
        Assert.Null(ContractChecks.Of(TestBank.Minato, TestBank.Passwords, TestBank.Asagiri));

    [Fact]
    public void Everything_wrong_with_a_contract_is_told_at_once()
    {
        var minato = TestBank.Minato;
        var wrong = minato with
        {
            Id = "42",
            LatinName = "みなと",
            Users = [.. minato.Users.Skip(1), new("a b", "名無し", "owner", "1")],
            Accounts = [minato.Accounts[0] with { Branch = "1" }],
        };
        var refusal = ContractChecks.Of(wrong, TestBank.Passwords, TestBank.Asagiri)!;
        Assert.Equal("contract-wrong", refusal.Code);
        foreach (var words in (string[])["ten digits", "Latin name", "Login ID a b", "a b: the place", "no user kind owner", "a b: has no first passwords", "exactly one Master user", "Account 1-1234567"])
            Assert.Contains(words, refusal.Detail!.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Short-1", false)]
    [InlineData("onlyletters", false)]
    [InlineData("1234567890", false)]
    [InlineData("ｌｏｇｉｎ-00001", false)]
    [InlineData("MINATO03", false)]
    [InlineData("with space 1", false)]
    [InlineData("Login-0003", true)]
    public void A_password_mixes_half_width_letters_and_digits_and_is_no_name(string password, bool holds) =>
        Assert.Equal(holds, PasswordRule.Holds(password, "minato03", "磯部 健", new PasswordPolicy(8, 90, 2)));

    [Theory]
    [InlineData(true, "Acquire-0001", null)]
    [InlineData(true, null, "minato01: an acquisition password")]
    [InlineData(true, "Login-0001", "minato01: an acquisition password")]
    [InlineData(true, "short1", "minato01: an acquisition password")]
    [InlineData(false, "Acquire-0001", "minato01: an acquisition password")]
    public void An_acquisition_password_is_there_where_the_bank_has_them_and_is_fit(bool has, string? acquisition, string? fault)
    {
        var profile = TestBank.Asagiri with { Certificate = TestBank.Asagiri.Certificate with { AcquisitionPassword = has } };
        var passwords = TestBank.Passwords.ToDictionary(
            pair => pair.Key, pair => pair.Value with { Acquisition = pair.Key == "minato01" ? acquisition : has ? TestBank.Acquisition(pair.Key) : null });
        var refusal = ContractChecks.Of(TestBank.Minato, passwords, profile);
        if (fault is null)
            Assert.Null(refusal);
        else
            Assert.StartsWith(fault, Assert.Single(refusal!.Detail!.En.Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("surprise: 1\n")]
    [InlineData("contract-id: \"1\"\n")]
    public void A_contract_file_that_cannot_be_read_names_its_line(string yaml)
    {
        var refusal = ContractFile.Read(yaml).Refusal!;
        Assert.Equal("contract-file-unreadable", refusal.Code);
        Assert.Matches(@"Line \d+, column \d+", refusal.Detail!.En);
    }
}
