using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>Doors by their names in rows, and in words.</summary>
internal static class DoorWords
{
    private static readonly IReadOnlyDictionary<Door, (string Name, Phrase Words)> Known = new Dictionary<Door, (string, Phrase)>
    {
        [Door.Certificate] = ("certificate", new("電子証明書ログイン", "sign-in by certificate")),
        [Door.Id] = ("id", new("ID・パスワードによるログイン", "sign-in by ID and password")),
        [Door.Enrolment] = ("enrolment", new("電子証明書の取得", "getting a certificate")),
        [Door.Confirmation] = ("confirmation", new("確認用パスワード・パスワード変更", "confirming an act, changing the password")),
        [Door.Credential] = ("credential", new("機器による電子証明書の取得", "getting a certificate by a device")),
        [Door.Mailed] = ("mailed", new("メール通知パスワード", "mailed passwords")),
        [Door.OneTime] = ("one-time", new("ワンタイムパスワード", "one-time passwords")),
        [Door.LoginId] = ("login-id", new("ログインID取得", "taking a login ID")),
    };

    public static string Name(Door door) => Known[door].Name;

    /// <param name="name">Of a row.</param>
    public static Phrase Of(string name) => Known.Values.Single(door => door.Name == name).Words;
}
