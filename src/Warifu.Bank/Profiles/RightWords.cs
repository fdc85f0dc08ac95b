using Warifu.Wire;

namespace Warifu.Bank.Profiles;

/// <summary>Rights by their names in profiles and rows, and in words.</summary>
internal static class RightWords
{
    private static readonly IReadOnlyDictionary<Right, (string Name, Phrase Words)> Known = new Dictionary<Right, (string, Phrase)>
    {
        [Right.InquireStatements] = ("inquire-statements", new("残高・明細照会", "Balances and statements")),
        [Right.ManageUsers] = ("manage-users", new("利用者管理", "Managing users")),
        [Right.RevokeCertificates] = ("revoke-certificates", new("証明書失効", "Revoking certificates")),
        [Right.RevokeOwnCertificate] = ("revoke-own-certificate", new("自身の証明書の失効", "Revoking one's own certificate")),
    };

    public static string Name(Right right) => Known[right].Name;

    public static Phrase Of(Right right) => Known[right].Words;

    /// <param name="joined">Names, with commas between them; one of an older or newer version means nothing here.</param>
    public static IReadOnlyList<Right> Read(string joined) =>
        [.. joined.Split(',').SelectMany(name => Known.Where(right => right.Value.Name == name).Select(right => right.Key))];
}
