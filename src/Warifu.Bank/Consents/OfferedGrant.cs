using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>
/// What a user would allow as things stand, with the words for it. The page shows it; the unit of work of the answer reads it again, compares the
/// words, and grants these very accounts and business scopes.
/// </summary>
internal sealed record OfferedGrant(IReadOnlyList<InquiryAccount> Accounts, IReadOnlyList<AuthorizationDetail> Details, ConsentText Text)
{
    public static async Task<Outcome<OfferedGrant>> OfAsync(Work work, Session session, OpenConsent open, BankProfile bank, Translation translation, DateTimeOffset now)
    {
        IReadOnlyList<InquiryAccount> accounts = [.. (await InquiryAccounts.OfAsync(work, session.ContractId)).Where(account => account.IsRegistered)];
        if (accounts.Count == 0)
            return ConsentRefusals.NoAccount;
        var details = open.Consent.Wanted;
        if (details.Count == 0)
            return ConsentRefusals.NothingChosen;
        return new OfferedGrant(accounts, details, ConsentText.Of(translation, bank, open.Client, details, accounts, now));
    }
}
