using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Warifu.Bank.Certificates;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents;
using Warifu.Bank.Consents.Links;
using Warifu.Bank.Consents.Tokens;
using Warifu.Bank.Enrolment;
using Warifu.Bank.Enrolment.Est;
using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Bank.Enrolment.Programs;
using Warifu.Bank.History;
using Warifu.Bank.LoginIds;
using Warifu.Bank.Notices;
using Warifu.Bank.OpenApi;
using Warifu.Bank.Profiles;
using Warifu.Bank.Renewals;
using Warifu.Bank.Replacements;
using Warifu.Bank.Requirements;
using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.ById;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Bank.Staff;
using Warifu.Bank.Staff.Acts;
using Warifu.Bank.Sweeps;
using Warifu.Bank.Users;
using Warifu.Postgres;
using Warifu.Postgres.Cluster;
using Warifu.Postgres.Jobs;
using Warifu.Postgres.Secrets;
using Warifu.Web.Faces;
using Warifu.Web.Serving;
using Warifu.Wire;

namespace Warifu.Bank;

/// <summary>Makes the server of the banks: registration authority and relying party.</summary>
public static class BankServer
{
    /// <summary>The database under its usual names; its schema steps are applied by <see cref="SchemaSteps.ApplyAsync"/>.</summary>
    public static PartyDatabase Database { get; } = PartyDatabase.Of("bank", typeof(BankServer).Assembly);

    /// <exception cref="RefusedException">Two of the banks claim one name.</exception>
    public static WebApplication Build(BankSettings settings)
    {
        if (ProfileFile.SideBySide([.. settings.Banks.Select(bank => bank.Profile)]) is { } clash)
            throw new RefusedException(clash);
        var faces = new FaceTable([.. settings.Banks.SelectMany(bank => bank.Faces)]);
        var builder = PartyServer.Create(new("bank", typeof(BankServer).Assembly, faces, settings.Listen, settings.Time, settings.Logging) { Proxies = settings.Proxies });
        builder.Services.AddSingleton(_ => new Database(settings.ConnectionString, settings.Time));
        builder.Services.AddSingleton(settings.Key);
        builder.Services.AddDataProtectionInDatabase("bank");
        builder.Services.AddSingleton(new Banks(settings.Banks));
        builder.Services.AddSingleton<IPartyLook, BankLook>();
        AddSignIn(builder.Services);
        AddUsers(builder.Services);
        AddStaff(builder.Services);
        AddJobs(builder.Services);
        AddNotices(builder.Services, settings.Relay);
        AddSweeps(builder.Services);
        AddCertificates(builder.Services);
        AddConsents(builder.Services);
        var app = PartyServer.Build(builder, before =>
        {
            before.UseMiddleware<SessionMiddleware>();
            before.UseMiddleware<StaffMiddleware>();
        });
        app.MapEnrolment();
        app.MapEst();
        app.MapKeptPairs();
        app.MapConsents();
        app.MapOpenApi();
        app.MapRequirements();
        return app;
    }

    private static void AddSignIn(IServiceCollection services)
    {
        services.AddSingleton<Passwords>();
        services.AddSingleton<Doors>();
        services.AddSingleton<Locking>();
        services.AddSingleton<MailedCodes>();
        services.AddSingleton<MailedPasswords>();
        services.AddSingleton<SessionStart>();
        services.AddSingleton<AfterPassword>();
        services.AddSingleton<Authenticators>();
        services.AddSingleton<OneTimePasswords>();
        services.AddSingleton<OneTimeSignIn>();
        services.AddSingleton<SlowDown>();
        services.AddSingleton<IdSignIn>();
        services.AddSingleton<LoginIdTaking>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<CertificateSignIn>();
        services.AddSingleton<PasswordChange>();
        services.AddSingleton<Confirmation>();
    }

    private static void AddUsers(IServiceCollection services)
    {
        services.AddSingleton<UserActs>();
        services.AddSingleton<UserAdding>();
        services.AddSingleton<UserChange>();
        services.AddSingleton<UserDeletion>();
        services.AddSingleton<UserStop>();
        services.AddSingleton<MasterHandOver>();
        services.AddSingleton<ConfirmationChange>();
        services.AddSingleton<MailChange>();
    }

    private static void AddStaff(IServiceCollection services)
    {
        services.AddSingleton<StaffSessions>();
        services.AddSingleton<StaffDesk>();
        services.AddSingleton<StaffAct, UnlockUser>();
        services.AddSingleton<StaffAct, ResetLoginPassword>();
        services.AddSingleton<StaffAct, ResetConfirmationPassword>();
        services.AddSingleton<StaffAct, ResetAcquisitionPassword>();
        services.AddSingleton<StaffAct, RemoveAuthenticator>();
        services.AddSingleton<StaffAct, RevokeAndReissue>();
        services.AddSingleton<StaffAct, EndUnattendedRenewal>();
        services.AddSingleton<StaffAct, HandOutToken>();
        services.AddSingleton<StaffAct, NameMaster>();
        services.AddSingleton<StaffAct, CertificateMethodOn>();
        services.AddSingleton<StaffAct, CertificateMethodOff>();
        services.AddSingleton<StaffAct, FileInquiryPin>();
        services.AddSingleton<StaffAct, EndLink>();
        services.AddSingleton<StaffAct, ShowNotice>();
        services.AddSingleton<StaffAct, TellCustomer>();
        services.AddSingleton<StaffAct, RegisterClient>();
        services.AddSingleton<StaffAct, StopClient>();
    }

    private static void AddNotices(IServiceCollection services, MailRelay? relay)
    {
        services.AddSingleton<Outbox>();
        services.AddSingleton<UserNotices>();
        if (relay is null)
            return;
        services.AddSingleton(relay);
        services.AddSingleton<SendMail>();
        // A runner of its own: nothing else waits for a slow relay.
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<JobRunner>(
            provider, (IEnumerable<IJobHandler>)[provider.GetRequiredService<SendMail>()]));
    }

    private static void AddCertificates(IServiceCollection services)
    {
        services.AddSingleton<EnrolmentSteps>();
        services.AddSingleton<RegistrationAuthority>();
        services.AddSingleton<ObtainCertificate>();
        services.AddSingleton<EnrolmentDoor>();
        services.AddSingleton<ClosedDoor>();
        services.AddSingleton<CertificateEnrolment>();
        services.AddSingleton<CredentialEnrolment>();
        services.AddSingleton<CertificateRenewal>();
        services.AddSingleton<BrowserAcquisition>();
        services.AddSingleton<BrowserRenewal>();
        services.AddSingleton<ProgramAuthentication>();
        services.AddSingleton<ProgramRenewal>();
        services.AddSingleton<ReplacementNotices>();
        services.AddSingleton<ReplacementAsking>();
        services.AddSingleton<ReplacementDeciding>();
        services.AddSingleton<IJobHandler, SettleEnrolment>();
        services.AddSingleton<RevocationByUser>();
        services.AddSingleton<IJobHandler, SendRevocation>();
        services.AddHostedService<ListenToAuthority>();
        services.AddHostedService<WatchAuthority>();
    }

    private static void AddConsents(IServiceCollection services)
    {
        services.AddSingleton<ClientRegister>();
        services.AddSingleton<ClientAuthentication>();
        services.AddSingleton<ShownSecrets>();
        services.AddSingleton<TokenKeys>();
        services.AddSingleton<TokenMaking>();
        services.AddSingleton<TokenEndpoint>();
        services.AddSingleton<TokenQuestions>();
        services.AddSingleton<ConsentDeciding>();
        services.AddSingleton<CallHistory>();
        services.AddSingleton<ApiCalls>();
        services.AddSingleton<AccountsAnswer>();
        services.AddSingleton<GrantEndpoint>();
        services.AddSingleton<GrantEnding>();
    }

    private static void AddSweeps(IServiceCollection services)
    {
        services.AddSingleton<IBankSweep, ChainHistory>();
        services.AddSingleton<IBankSweep, RenewalReminders>();
        services.AddSingleton<IBankSweep, LinkReminders>();
        services.AddSingleton<IBankSweep, LinkClearing>();
        services.AddHostedService<SweepBanks>();
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddSingleton<Wakeup>();
        services.AddHostedService(provider => provider.GetRequiredService<Wakeup>());
        services.AddSingleton<JobQueue>();
        services.AddHostedService<JobRunner>();
    }
}
