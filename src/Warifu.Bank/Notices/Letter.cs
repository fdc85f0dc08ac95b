using System.Text;
using Warifu.Bank.Profiles;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.Notices;

/// <summary>
/// A mail as it will be read, in the profile's languages one below the other. It carries no link and asks for nothing: mails that
/// do are what phishers send. That the bank never asks is said in each.
/// </summary>
/// <param name="To">Address.</param>
internal sealed record Letter(string To, string Subject, string Text)
{
    private static readonly Phrase NeverAsks = new(
        "当金融機関が、メールや電話でパスワード・暗証番号をお尋ねしたり、電子証明書の更新をお願いしたりすることはありません。このメールには、開いていただくリンクはありません。",
        "We never ask for passwords, PINs or the renewal of a certificate by mail or telephone. There is no link to open in this mail.");

    private static readonly Phrase NoReply = new("このメールは送信専用です。お問い合わせは、次の窓口へお願いします。", "This address takes no replies. If you have questions, ask:");

    /// <param name="what">The subject, and the first sentence of the text.</param>
    /// <param name="more">One paragraph each.</param>
    public static Letter Of(BankProfile profile, MailReader reader, Phrase what, IReadOnlyList<Phrase> more, DateTimeOffset now)
    {
        var text = new StringBuilder();
        foreach (var japanese in profile.Mail.Languages.Select(language => language == "ja"))
        {
            if (text.Length > 0)
                text.Append("\n----\n\n");
            text.Append(japanese ? $"{reader.Name} 様\n\n" : $"To {reader.Name}\n\n");
            foreach (var paragraph in (Phrase[])[what, Moment(now), .. more, NeverAsks, NoReply])
                text.Append(paragraph.In(japanese)).Append("\n\n");
            text.Length--;
            text.Append(profile.Name.In(japanese)).Append(' ').Append(profile.Service.In(japanese)).Append('\n').Append(profile.Help.In(japanese)).Append('\n');
        }
        var first = profile.Mail.Languages[0] == "ja";
        return new(reader.Address, first ? $"【{profile.Name.Ja}】{what.Ja}" : $"{profile.Name.En}: {what.En}", text.ToString());
    }

    private static Phrase Moment(DateTimeOffset now)
    {
        var here = JapanTime.Of(now);
        return new($"日時: {here:yyyy年MM月dd日 HH時mm分}", $"Time: {here.ToString("d MMM yyyy, HH:mm", System.Globalization.CultureInfo.InvariantCulture)} (Japan)");
    }
}
