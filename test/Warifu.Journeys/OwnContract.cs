using Warifu.Bank.Users;
using Warifu.Stories;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>A company of one journey, at a sample bank: what happens to its users concerns no other journey.</summary>
internal static class OwnContract
{
    public const string Password = "Chosen-Login-1";
    public const string Confirmation = "Chosen-Confirm-1";
    public const string Acquisition = "Paper-Acquire-1";

    /// <summary>All its users have these passwords, and a mail address each.</summary>
    public static async Task MakeAsync(TheWorld world, string bank, string contractId, params (string LoginId, string Kind)[] users)
    {
        var profile = world.World.Banks.Single(one => one.Name == bank).Profile;
        await using var operations = world.World.BankOperations();
        var contract = new NewContract(contractId, "株式会社かもめ堂", "KAMOMEDO CO.,LTD.", "ｶ)ｶﾓﾒﾄﾞｳ",
            [.. users.Select((user, n) => new NewUser(user.LoginId, $"鴎 {n + 1}", user.Kind, $"A{n + 1:000}") { Mail = MailOf(user.LoginId) })], []);
        var first = new FirstPasswords(Password, Confirmation) { AreOwn = true, Acquisition = profile.Certificate.AcquisitionPassword ? Acquisition : null };
        var made = await operations.MakeContractAsync(profile.Code, contract, users.ToDictionary(user => user.LoginId, _ => first), TestContext.Current.CancellationToken);
        Assert.True(made.Refusal is null && made.Value == users.Length, $"{contractId} is another journey's, or one of its users: {made.Refusal?.Detail?.En}");
    }

    /// <summary>An account of its own at あさぎり信用組合, whose inquiry PIN its customer has entered.</summary>
    public static async Task OpenLinkedAccountAsync(TheWorld world, string contractId, string number)
    {
        await OpenAccountAsync(world, contractId, number);
        await world.InBankAsync("9972", "insert into inquiry_account (bank_code, account_key, registered_at) values ('9972', '9972-001-1-' || @number, @now)",
            new { number, now = TimeProvider.System.GetUtcNow() });
    }

    /// <summary>One whose inquiry PIN is not entered.</summary>
    public static Task OpenAccountAsync(TheWorld world, string contractId, string number) => world.InBankAsync("9972", """
        insert into account (bank_code, account_key, contract_id, branch_name, branch_kana, holder_kana)
        values ('9972', '9972-001-1-' || @number, @contractId, '本店', 'ﾎﾝﾃﾝ', 'ｶ)ｶﾓﾒﾄﾞｳ')
        """, new { contractId, number });

    public static string MailOf(string user) => $"{user}@kamome.example";

    public static Pc PcOf(TheWorld world, string bank, string user, string kind) => world.PcOf(new Description.BankUser(new(bank), user, kind, Password, Confirmation));
}
