namespace Warifu.Worlds;

/// <summary>Who can sign in to a world: made once, kept in its folder, told by ./dev up.</summary>
internal sealed class People(WorldFolder folder)
{
    /// <summary>Login IDs of samples/contracts/minato.yaml by kind of user.</summary>
    public const string Master = "minato01";
    public const string Administrator = "minato02";
    public const string General = "minato03";

    public static readonly Guid Office = new("0199d1a0-0000-7000-8000-000000000001");
    public const string OfficeName = "みなと会計事務所";
    public const string MemberName = "帳場 みのり";
    public const string Mail = "choba@minato.example";

    /// <summary>Of samples/contracts/minato.yaml, whose bank the demonstration shows.</summary>
    public static IReadOnlyList<string> BankUsers { get; } = [Master, Administrator, General];

    /// <summary>ログインパスワード</summary>
    public string Login(string user) => folder.Secret($"{user}-login");

    /// <summary>確認用パスワード</summary>
    public string Confirmation(string user) => folder.Secret($"{user}-confirmation");

    /// <summary>電子証明書取得用パスワード, at a bank that has them.</summary>
    public string Acquisition(string user) => folder.Secret($"{user}-acquisition");

    /// <summary>Opens the keys on the users' PCs.</summary>
    public string PcPassphrase => folder.Secret("pc-passphrase");

    /// <summary>Password of the office's member.</summary>
    public string Member => folder.Secret("member");
}
