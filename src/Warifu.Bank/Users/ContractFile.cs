using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>Reads a contract from a YAML file such as <c>samples/contracts/minato.yaml</c>. What it means is checked when it is made.</summary>
public static class ContractFile
{
    public static readonly Refusal Unreadable = new("contract-file-unreadable", 422,
        new("契約のファイルを読み取れません。", "The contract file cannot be read."),
        new("下の行を直してください。samples/contracts/minato.yaml が例になります。", "Correct the line below; samples/contracts/minato.yaml is an example."));

    public static Outcome<NewContract> Read(string yaml) => YamlFile.Read<ContractText, NewContract>(yaml, Unreadable, text => new NewContract(
        text.ContractId, text.Name, text.LatinName, text.KanaName,
        [.. text.Users.Select(user => new NewUser(user.LoginId ?? $"{text.ContractId}-{user.Seq}", user.Name, user.Kind, user.Seq)
        {
            TakesLoginId = user.LoginId is null,
            Mail = user.Mail,
        })],
        [.. text.Accounts.Select(account => new NewAccount(
            account.Branch, account.BranchName, account.BranchKana, (AccountKind)account.Kind, account.Number))])
    {
        SignsInById = text.SignInById,
        Sandbox = text.Sandbox,
    });

    internal sealed class ContractText
    {
        public required string ContractId { get; set; }
        public required string Name { get; set; }
        public required string LatinName { get; set; }
        public required string KanaName { get; set; }
        public bool SignInById { get; set; }
        public bool Sandbox { get; init; }
        public required List<UserText> Users { get; set; }
        public required List<AccountText> Accounts { get; set; }
    }

    internal sealed class UserText
    {
        public string? LoginId { get; set; }
        public required string Name { get; set; }
        public required string Kind { get; set; }
        public required string Seq { get; set; }
        public string? Mail { get; set; }
    }

    internal sealed class AccountText
    {
        public required string Branch { get; set; }
        public required string BranchName { get; set; }
        public required string BranchKana { get; set; }
        public required int Kind { get; set; }
        public required string Number { get; set; }
    }
}
