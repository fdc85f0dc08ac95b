using Warifu.Bank.Clients;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Wire;

namespace Warifu.Bank.Staff.Acts;

/// <summary>連携先サービスの登録: what the service handed in is read by both who look at it.</summary>
internal sealed class RegisterClient : StaffAct
{
    public override string Name => "register-client";

    public override Phrase Words => new("連携先サービスの登録", "Register a service");

    public override Phrase Meaning => new("お客様がAPI連携を許可できるサービスを登録します。同じ client-id があれば、その内容に置き換えます。",
        "Registers a service that customers may link. Under a client-id that is there it takes its place.");

    public override StaffTarget Target => StaffTarget.Bank;

    public override StaffInput Input => StaffInput.Registration;

    public override bool IsOffered(BankProfile profile) => profile.ApiLink is not null;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        var client = ClientFile.Read(acting.Request.Detail!).Value;
        await ClientRegistration.WriteAsync(acting.Work, client, acting.Now);
        await acting.Entry.WriteAsync(acting.Work, Act.ClientRegistered, client.ClientId, acting.Now);
        return null;
    }
}

/// <summary>連携先サービスの停止: nothing of it is taken from then on.</summary>
internal sealed class StopClient : StaffAct
{
    public override string Name => "stop-client";

    public override Phrase Words => new("連携先サービスの停止", "Stop a service");

    public override Phrase Meaning => new("サービスの登録を停止します。承認と同時に、そのサービスの要求をすべて断ります。連携は、再び登録すると続きます。",
        "Stops the service's registration: from the approval on everything it asks for is refused. Its links go on when it is registered again.");

    public override StaffTarget Target => StaffTarget.Bank;

    public override StaffInput Input => StaffInput.ClientId;

    public override bool IsOffered(BankProfile profile) => profile.ApiLink is not null;

    public override async Task<Refusal?> ForbidsAsync(StaffActing acting) =>
        await ApiClient.FindAsync(acting.Work, acting.Request.Detail!) is { Stands: true } ? null : StaffRefusals.TargetNotThere;

    public override async Task<StaffPaper?> RunAsync(StaffActing acting)
    {
        await ClientRegistration.StopAsync(acting.Work, acting.Request.Detail!);
        await acting.Entry.WriteAsync(acting.Work, Act.ClientStopped, acting.Request.Detail, acting.Now);
        return null;
    }
}
