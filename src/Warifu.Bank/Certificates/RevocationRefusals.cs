using Warifu.Wire;

namespace Warifu.Bank.Certificates;

public static class RevocationRefusals
{
    public static readonly Refusal NothingToRevoke = new("nothing-to-revoke", 409,
        new("この利用者に、失効できる電子証明書はありません。", "This user has no certificate that could be revoked."),
        new("一覧を再表示して、状態を確かめてください。", "Show the list again and look at the state."));

    public static readonly Refusal ByStaffOnly = new("revoked-by-staff-only", 403,
        new("この利用者の電子証明書は、お取引店で失効の手続きを行います。", "This user's certificate is revoked at the branch."),
        new("お取引店に「クライアント証明書（電子証明書）機能申込書」をご提出ください。", "Hand in the application form for certificates at your branch."));
}
