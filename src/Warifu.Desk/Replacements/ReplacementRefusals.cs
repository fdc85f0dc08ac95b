using Warifu.Wire;

namespace Warifu.Desk.Replacements;

public static class ReplacementRefusals
{
    public static readonly Refusal Missing = new("desk-replacement-missing", 400,
        new("ログインID、ログインパスワード、この PC の名前を入力してください。", "Enter the login ID, the login password and a name of this PC."),
        new("名前は、承認する方がどの PC か分かるものにします。", "The name tells your colleague which PC it is."));

    public static readonly Refusal Gone = new("desk-replacement-gone", 404,
        new("この申込みは、この PC にありません。", "This PC has no such request."),
        new("証明書一覧を開き、必要なときはもう一度お申し込みください。", "Open the list of certificates; if it is still needed, ask again."));
}
