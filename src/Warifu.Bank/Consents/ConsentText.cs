using System.Security.Cryptography;
using System.Text;
using Warifu.Bank.Accounts;
using Warifu.Bank.Clients;
using Warifu.Bank.OpenApi;
using Warifu.Bank.Profiles;
using Warifu.Web.Languages;

namespace Warifu.Bank.Consents;

/// <summary>
/// What the consent page says, in the reader's language: the page shows it and the bank keeps it, word for word, as the customer's receipt
/// (seed 002, 手順5).
/// </summary>
/// <param name="Language">ja or en.</param>
/// <param name="Lead">Who asks for what.</param>
/// <param name="Parts">Headings with their lines.</param>
/// <param name="Warnings">同意確認.</param>
internal sealed record ConsentText(string Language, string Lead, IReadOnlyList<(string Heading, IReadOnlyList<string> Lines)> Parts, IReadOnlyList<string> Warnings)
{
    private const string Gap = "\n\n";

    /// <summary>SHA-256 over <see cref="ToString"/> in UTF-8.</summary>
    public byte[] Sha256 => SHA256.HashData(Encoding.UTF8.GetBytes($"{this}"));

    public string Fingerprint => Convert.ToHexStringLower(Sha256);

    public static ConsentText Of(
        Translation t, BankProfile bank, ApiClient client, IReadOnlyList<AuthorizationDetail> details, IReadOnlyList<InquiryAccount> accounts, DateTimeOffset now)
    {
        var service = t[client.FullName];
        var policy = bank.ApiLink!;
        return new(
            t.Language,
            t[$"{service}が、お客様のインターネットバンキングの画面情報・明細情報へのアクセスを求めています。{service}と{bank.Name.Ja}は、それぞれの利用規約とプライバシーポリシーに基づいて、この情報を提供します。以下の同意内容・許可範囲をご確認の上、「許可」ボタンを押してください。",
                $"{service} asks to read information on your accounts. {service} and {bank.Name.En} each give it under their own terms and privacy policy. Read what you would allow below, then press Allow."],
            [
                (t["許可対象", "Who"], [service, client.Site.AbsoluteUri]),
                (t["許可する業務", "What it may read"], [.. details.Select(detail => Words(t, detail))]),
                (t["許可する口座", "Which accounts"], [.. accounts.Select(account => t.Account(account.BranchName, account.Key))]),
                (t["許可期間", "For how long"], [t[$"許可開始 {t.DayOf(now)}", $"from {t.DayOf(now)}"], t[$"許可終了 {t.DayOf(now + policy.Life)}", $"until {t.DayOf(now + policy.Life)}"]]),
                (t["API利用規定", "Terms of API use"], [t[$"第 {policy.TermsVersion} 版", $"version {policy.TermsVersion}"]]),
            ],
            [
                t[$"「許可」ボタンを押す前に、{service}のWebサイトを閲覧できるかどうかを、お客様自身の判断で確認してください。", $"Before you press Allow, see for yourself that you can open the web site of {service}."],
                t[$"「許可」ボタンを押すと、{service}がお客様の情報を扱うことになります。", $"Once you press Allow, {service} handles your information."],
                t["お客様の入力されたIDやパスワード等の認証情報は、API連携事業者には開示されません。", "Your ID, password and the like are not disclosed to the service."],
                t["API連携事業者との間の通信は暗号化されています。", "What passes between us and the service is encrypted."],
                t[$"お客様の情報へのアクセスは、必ず{bank.Name.Ja}へ接続することによってのみ行われます。", $"Your information is read only by connecting to {bank.Name.En}."],
                t["連携先から振込などの取引が行われることはありません。解除は、ログイン後の「管理 » API連携」でいつでもできます。", "The service cannot move money. You may withdraw the link at any time at Manage » Links after sign-in."],
            ]);
    }

    public static string Words(Translation t, AuthorizationDetail detail) =>
        t[detail.Scope.Words()] + (detail.From is { } from ? t[$"（{t.Day(from)} 以降）", $" (from {t.Day(from)})"] : "");

    /// <summary>One that was kept.</summary>
    public static ConsentText Read(string kept, string language)
    {
        var blocks = kept.TrimEnd('\n').Split(Gap).Select(block => block.Split('\n')).ToList();
        return new(language, string.Join('\n', blocks[0]), [.. blocks[1..^1].Select(block => (block[0], (IReadOnlyList<string>)block[1..]))], blocks[^1]);
    }

    /// <summary>As it is kept: blocks with an empty line in between, each line of them ended.</summary>
    public override string ToString() =>
        string.Join(Gap, [Lead, .. Parts.Select(part => string.Join('\n', [part.Heading, .. part.Lines])), string.Join('\n', Warnings)]) + '\n';
}
