using Warifu.Bank.Profiles;
using Warifu.Bank.Users;

namespace Warifu.Tests.Bank.Users;

public sealed class UserRulesTests
{
    private static readonly ContractUser Master = User("master");
    private static readonly ContractUser Administrator = User("administrator");
    private static readonly ContractUser General = User("general");

    [Fact]
    public void The_master_governs_everybody_and_nobody_but_a_master_governs_him()
    {
        Assert.True(Governs(Master, Administrator));
        Assert.True(Governs(Master, General));
        Assert.True(Governs(Master, Master));
        Assert.False(Governs(Administrator, Master));
    }

    [Fact]
    public void Who_lacks_a_right_does_not_govern_who_has_it_nor_give_it()
    {
        var narrowed = Administrator with { Denied = [Right.RevokeCertificates] };
        Assert.True(Governs(Administrator, Administrator));
        Assert.False(Governs(narrowed, Administrator));
        Assert.True(Governs(narrowed, General));
        Assert.False(UserRules.Governs(Administrator with { Denied = [Right.InquireStatements] }, General.Kind, General.Rights));
    }

    [Fact]
    public void What_concerns_only_oneself_is_no_power_over_others() =>
        Assert.True(Governs(Administrator with { Denied = [Right.RevokeOwnCertificate] }, Administrator));

    [Fact]
    public void A_contract_keeps_its_master()
    {
        IReadOnlyList<ContractUser> users = [Master, Administrator, General];
        Assert.Equal("master-needs-successor", UserRules.Forbids(users, Master, null)?.Code);
        Assert.Equal("master-needs-successor", UserRules.Forbids(users, Master, Master with { Kind = General.Kind })?.Code);
        Assert.Null(UserRules.Forbids(users, Master, Master with { Name = "港 美咲" }));
        Assert.Null(UserRules.Forbids(users, Administrator, null));
    }

    [Fact]
    public void Without_a_master_it_keeps_one_who_manages_users_and_is_not_suspended()
    {
        var tsukinowa = ProfileFile.Read(Repository.Sample("banks/tsukinowa.yaml")).Value;
        var first = User("administrator", tsukinowa);
        var second = User("administrator", tsukinowa);
        var trader = User("trader", tsukinowa);
        Assert.Null(UserRules.Forbids([first, second, trader], first, null));
        Assert.Equal("last-who-manages-users", UserRules.Forbids([first, trader], first, null)?.Code);
        Assert.Equal("last-who-manages-users", UserRules.Forbids([first, second with { IsStopped = true }], first, null)?.Code);
        Assert.Equal("last-who-manages-users", UserRules.Forbids([first, second with { Denied = [Right.ManageUsers] }], first, first with { Kind = trader.Kind })?.Code);
        Assert.Equal("last-who-manages-users", UserRules.Forbids([first, trader], first, first with { Denied = [Right.ManageUsers] })?.Code);
    }

    [Theory]
    [InlineData("港 大樹", true)]
    [InlineData(" ", false)]
    [InlineData("港\n大樹", false)]
    [InlineData("", false)]
    public void A_name_is_one_line_with_something_in_it(string name, bool fit) => Assert.Equal(fit, UserRules.IsName(name));

    [Fact]
    public void First_passwords_hold_the_banks_rule_and_are_never_the_same()
    {
        var long_ = TestBank.Asagiri.Password with { MinimumLength = 30 };
        var made = Enumerable.Range(0, 50).Select(_ => NewUserPaper.Password("minato04", "灘", long_)).ToList();
        Assert.All(made, password => Assert.True(PasswordRule.Holds(password, "minato04", "灘", long_)));
        Assert.Equal(50, made.Distinct().Count());
    }

    private static bool Governs(ContractUser actor, ContractUser other) => UserRules.Governs(actor, other.Kind, other.Rights);

    private static ContractUser User(string kind, BankProfile? profile = null) => new()
    {
        UserId = Guid.NewGuid(),
        LoginId = kind,
        Seq = "A001",
        Name = kind,
        Kind = (profile ?? TestBank.Asagiri).Kind(kind),
        IsStopped = false,
        Denied = [],
        SignedInAt = null,
        MadeAt = DateTimeOffset.UnixEpoch,
    };
}
