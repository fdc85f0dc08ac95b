using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <param name="Rights">Of the kind's rights those he gets.</param>
/// <param name="Mail">Where the bank may write to him; null: not known yet.</param>
internal sealed record TypedUser(string LoginId, string Name, string Kind, IReadOnlyList<Right> Rights, string? Mail);

/// <summary>
/// A new user. His first passwords are made here, shown once to be handed to him on paper, and kept as hashes: with them he obtains his
/// certificate, and changes the first at his first sign-in.
/// </summary>
internal sealed class UserAdding(UserActs acts, Passwords passwords)
{
    // A capital letter and three digits.
    private const int MostPlaces = 999;

    public Task<Outcome<NewUserPaper>> RunAsync(Session actor, TypedUser typed, string confirmation, string? from, CancellationToken cancel) =>
        acts.RunAsync(actor, confirmation, from, act => AddAsync(act, typed), cancel);

    private async Task<Outcome<NewUserPaper>> AddAsync(UserAct act, TypedUser typed)
    {
        if (Forbids(act, typed) is { } refusal)
            return refusal;
        if (await act.Work.SingleOrDefaultAsync<int?>(
            "select 1 from customer_user where bank_code = @Tenant and login_id = @LoginId", new { act.Work.Tenant, typed.LoginId }) is not null)
            return UserRefusals.LoginIdTaken;
        var last = await act.Work.SingleAsync<int>("""
            select coalesce(max(substr(user_seq, 2)::int), 0) from customer_user where bank_code = @Tenant and contract_id = @ContractId and user_seq like 'A%'
            """, new { act.Work.Tenant, act.ContractId });
        if (last >= MostPlaces)
            return UserRefusals.ContractFull;
        var paper = NewUserPaper.Make(act.ContractId, typed.LoginId, typed.Name.Trim(), act.Profile);
        var id = Guid.CreateVersion7(act.Now);
        await act.Work.ExecuteAsync("""
            insert into customer_user (bank_code, user_id, contract_id, login_id, user_seq, name, kind, denied_rights, login_password_hash,
              confirmation_password_hash, login_password_set_at, login_password_given, confirmation_password_given, mail_address,
              acquisition_password_hash, acquisition_password_set_at, made_at)
            values (@Tenant, @id, @ContractId, @LoginId, @seq, @UserName, @Kind, @denied, @login, @confirmation, @Now, true, true, @Mail, @acquisition, case when @acquisition::text is not null then @Now end, @Now)
            """, new
        {
            act.Work.Tenant,
            id,
            act.ContractId,
            typed.LoginId,
            seq = $"A{last + 1:000}",
            paper.UserName,
            typed.Kind,
            denied = act.Profile.Kind(typed.Kind).Rights.Except(typed.Rights).Select(RightWords.Name).ToArray(),
            login = passwords.Hash(paper.Login),
            confirmation = passwords.Hash(paper.Confirmation),
            typed.Mail,
            acquisition = paper.Acquisition is { } secret ? passwords.Hash(secret) : null,
            act.Now,
        });
        await Doors.MakeAsync(act.Work, id);
        await act.WriteAsync(Act.UserAdded, $"{typed.LoginId} {typed.Kind}");
        return paper;
    }

    private static Refusal? Forbids(UserAct act, TypedUser typed) =>
        !ContractChecks.IsLoginId(typed.LoginId) ? UserRefusals.LoginIdUnfit
        : !UserRules.IsName(typed.Name) ? UserRefusals.NameUnfit
        : typed.Mail is { } mail && !MailAddress.Holds(mail) ? UserRefusals.MailUnfit
        : act.Profile.UserKinds.FirstOrDefault(kind => kind.Id == typed.Kind) is not { } kind ? UserRefusals.KindUnknown
        : kind.OnePerContract ? UserRefusals.OnlyHandedOver
        : !UserRules.Governs(act.Actor, kind, kind.Rights.Intersect(typed.Rights)) ? UserRefusals.Outranks
        : null;
}
