using Warifu.Wire;

namespace Warifu.Bank.Enrolment;

public static class RenewalRefusals
{
    public static readonly Refusal NotOpenYet = new("renewal-not-open", 409,
        new("この電子証明書はまだ更新できません。", "This certificate cannot be renewed yet."),
        new("更新できる日になってから、もう一度お試しください。", "Try again from the day on which renewal opens."));

    public static readonly Refusal AlreadyRenewed = new("certificate-already-renewed", 409,
        new("この電子証明書はすでに更新されています。", "This certificate has been renewed already."),
        new("更新後の電子証明書をお使いください。失くしたときは、失効してから、もう一度発行してください。",
            "Use its successor. If that is lost, have it revoked, then issue again."));

    public static readonly Refusal OtherHolder = new("renewal-names-another", 422,
        new("更新の申請の名義が、元の電子証明書と一致しません。", "The request for renewal does not name the holder of the old certificate."),
        new("元の電子証明書と同じ名義で申請を作り直してください。", "Make a request with the same subject as the old certificate, without further names."));

    public static readonly Refusal NotUnattended = new("renewal-needs-person", 403,
        new("この電子証明書を人の操作なしに更新することは許可されていません。", "This certificate may not be renewed without a person."),
        new("ログインパスワードを入力して更新してください。自動更新は、アプリで一度許可すると行われます。", "Renew it with the login password. To have it renewed by itself, allow that once in the program."));

    public static readonly Refusal UnattendedNotOffered = new("unattended-renewal-not-offered", 403,
        new("この金融機関では、自動更新をご利用いただけません。", "This bank does not let certificates be renewed by themselves."),
        new("期限の前に、ログインパスワードを入力して更新してください。", "Renew yours with the login password before its end."));
}
