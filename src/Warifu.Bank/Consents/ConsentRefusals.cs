using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>What a person is told while he answers a service's request.</summary>
public static class ConsentRefusals
{
    public static readonly Refusal NotHere = new("links-not-here", 403,
        new("この金融機関では、API連携をご利用いただけません。", "This bank has no links to services outside."),
        new("連携先サービスの画面で、ほかの金融機関を選んでください。", "Choose another bank on the pages of the service."));

    public static readonly Refusal NothingChosen = new("consent-nothing-chosen", 400,
        new("利用する業務が選ばれていません。", "No function is chosen."),
        new("1 つ以上選んで「次へ」を押してください。連携しないときは、この画面を閉じてください。", "Choose at least one and press Next. To link nothing, close the page."));

    public static readonly Refusal NoPinEntered = new("inquiry-pin-not-entered", 400,
        new("口座が選ばれていないか、照会用暗証番号が 4 桁の数字ではありません。", "No account is chosen, or an inquiry PIN is not four digits."),
        new("登録する口座を選び、届け出た 4 桁の番号を入力してください。", "Choose the accounts and enter the four digits that you filed."));

    public static readonly Refusal NoAccount = new("consent-no-account", 409,
        new("連携できる口座がありません。", "There is no account that could be linked."),
        new("照会用暗証番号を登録してからお進みください。届出がまだのときは、お取引店の窓口でお届けください。", "Register an inquiry PIN first. If you have not filed one, do so at the branch."));

    public static readonly Refusal LinkNotThere = new("link-not-there", 404,
        new("この連携はありません。", "There is no such link."),
        new("「管理 » API連携」の一覧から選び直してください。", "Choose it from the list at Manage » Links."));

    public static readonly Refusal SandboxOther = new("consent-sandbox-other", 409,
        new("試験中のサービスは試験用の契約でだけ、それ以外のサービスは通常の契約でだけ連携できます。", "A service in trial is linked to a contract of test accounts only, and any other service never."),
        new("連携先サービスにお問い合わせください。", "Ask the service."));

    public static readonly Refusal NotTicked = new("consent-not-ticked", 400,
        new("「許可手続きを継続する」にチェックがありません。", "The box to go on is not ticked."),
        new("内容を確かめ、許可するときはチェックしてから「許可」を押してください。", "Read it. To allow, tick the box and then press Allow."));

    public static readonly Refusal ShownOther = new("consent-shown-other", 409,
        new("表示していた内容が、ほかの画面での操作などにより変わりました。まだ許可されていません。", "What the page showed has changed since, for example in another tab. Nothing is allowed yet."),
        new("今の内容を確かめ、許可するときはもう一度チェックして「許可」を押してください。", "Read it as it is now. To allow, tick the box again and press Allow."));

    public static readonly Refusal GrantOfAnother = new("grant-of-another-user", 409,
        new("この連携は、別の利用者が許可したか、すでに解除されています。", "This link was allowed by another user, or was withdrawn."),
        new("許可した利用者でお手続きいただくか、連携先サービスから新しく連携してください。", "Let that user go on, or begin a new link at the service."));

    /// <summary>In the same browser: the page is not of the session that is open now.</summary>
    public static readonly Refusal SignedInSince = new("consent-signed-in-since", 409,
        new("この画面を開いたあとに、この連携の手続きで別のログインがありました。この画面からは何も許可されていません。",
            "Somebody has signed in to this link since this page was opened. Nothing was allowed from it."),
        new("いまの手続きは、画面上部のユーザのものです。ご本人は後から開いた画面で続け、ほかの方は連携先サービスの画面からもう一度はじめてください。",
            "It is now that of the user named at the top. If that is you, go on on the later page; anybody else begins again at the service."));

    public static readonly Refusal OtherUser = new("consent-of-another-user", 409,
        new("この連携の手続きは、別の利用者が続けています。", "Another user has gone on with this link."),
        new("連携先サービスの画面に戻り、もう一度はじめからお進みください。", "Go back to the service and begin again."));
}
