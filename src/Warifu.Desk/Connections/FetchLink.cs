using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Desk.Recipes;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Desk.Connections;

/// <summary>What a run tells while it goes on.</summary>
/// <param name="Lines">Lines read of the account so far.</param>
public sealed record FetchProgress(AgentLink Link, FetchStage Stage, AccountKey? Account = null, int Lines = 0);

public enum FetchStage
{
    SigningIn,
    Reading,
    Delivering,
}

/// <summary>What a run brought, over all accounts of a link.</summary>
public sealed record Fetched(int Accounts, int Added, int Known, int Total, bool Proven);

/// <summary>
/// 取得開始 (seed 000): one run for one link.
/// <list type="number">
/// <item>Choose the certificate of the link's user, and his password.</item>
/// <item>Tell the hub that the run began.</item>
/// <item>Sign in to the bank's site and list the accounts.</item>
/// <item>For each account: take its lease.</item>
/// <item>Read the statement from the lease's first day.</item>
/// <item>Deliver it in chunks.</item>
/// <item>Commit with what it must add up to.</item>
/// <item>Tell the hub how the run ended.</item>
/// </list>
/// The lease makes it safe to be killed anywhere: without step 7 the hub keeps nothing, and a second step 7 adds nothing.
/// </summary>
public sealed class FetchLink(DeskFolder folder, Vault vault, HubConnection hub, TimeProvider time)
{
    /// <param name="step">Told before each step with its number; a test ends the program there.</param>
    public async Task<Outcome<Fetched>> RunAsync(
        AgentLink link, bool japanese, IProgress<FetchProgress>? progress, Action<int>? step, CancellationToken cancel)
    {
        step?.Invoke(1);
        var prepared = Prepare(link);
        if (prepared.Refusal is { } notReady)
            return await EndAsync(link, notReady, cancel);
        var (recipe, held, certificate, password) = prepared.Value;
        using var _ = certificate;

        step?.Invoke(2);
        if ((await TellAsync(link, LinkState.Fetching, null, cancel)).Refusal is { } hubRefused)
            return hubRefused;

        step?.Invoke(3);
        progress?.Report(new(link, FetchStage.SigningIn));
        using var visit = new BankVisit(recipe, BankAddresses.Of(folder, link.Bank), certificate, ServerTrust.Of(folder), japanese);
        if ((await visit.SignInAsync(link.UserId, password, cancel)).Refusal is { } notSignedIn)
            return await EndAsync(link, notSignedIn, cancel);
        new CleanUp(folder, time).AfterSignIn(held, vault);
        var accounts = await visit.AccountsAsync(cancel);
        if (accounts.Refusal is { } notListed)
            return await EndAsync(link, notListed, cancel);

        var sum = new Fetched(0, 0, 0, 0, true);
        foreach (var account in accounts.Value.Where(seen => link.Accounts.Count == 0 || link.Accounts.Contains(seen.Account)))
        {
            var delivered = await DeliverAsync(link, visit, account, progress, step, cancel);
            if (delivered.Refusal is { } refused)
                return await EndAsync(link, refused, cancel);
            var one = delivered.Value;
            sum = new(sum.Accounts + 1, sum.Added + one.Added, sum.Known + one.Known, sum.Total + one.Total, sum.Proven && one.Proven);
        }
        await visit.SignOutAsync(cancel);

        step?.Invoke(8);
        var told = await TellAsync(link, LinkState.Complete, null, cancel);
        return told.Refusal is { } notTold ? notTold : sum;
    }

    private async Task<Outcome<Delivery>> DeliverAsync(
        AgentLink link, BankVisit visit, SeenAccount account, IProgress<FetchProgress>? progress, Action<int>? step, CancellationToken cancel)
    {
        step?.Invoke(4);
        var leased = await hub.LeaseAsync(new(Guid.CreateVersion7(), link.LinkId, account.Account, account.Name), cancel);
        if (leased.Refusal is { } notLeased)
            return notLeased;
        var lease = leased.Value;

        step?.Invoke(5);
        progress?.Report(new(link, FetchStage.Reading, account.Account));
        var read = await visit.StatementAsync(account.Account, lease.From, cancel);
        if (read.Refusal is { } notRead)
            return notRead;
        var seen = read.Value;

        step?.Invoke(6);
        progress?.Report(new(link, FetchStage.Delivering, account.Account, seen.Lines.Count));
        var chunks = 0;
        foreach (var part in seen.Lines.Chunk(AgentWire.LinesInChunk))
            if ((await hub.DeliverAsync(lease.LeaseId, chunks++, new(lease.Fence, [.. part.Select(Written)]), cancel)).Refusal is { } notTaken)
                return notTaken;

        step?.Invoke(7);
        var credits = seen.Lines.Where(line => line.Amount > 0).Sum(line => line.Amount);
        var debits = -seen.Lines.Where(line => line.Amount < 0).Sum(line => line.Amount);
        return await hub.CommitAsync(lease.LeaseId, new(lease.Fence, chunks, seen.Lines.Count, Text(credits), Text(debits),
            seen.Opening is { } opening ? Text(opening) : null, seen.Closing is { } closing ? Text(closing) : null, seen.From, seen.To), cancel);
    }

    private Outcome<(Recipe Recipe, HeldCertificate Held, X509Certificate2 Certificate, string Password)> Prepare(AgentLink link)
    {
        var recipe = new RecipeShelf(folder).For(link.Bank);
        if (recipe.Refusal is { } noRecipe)
            return noRecipe;
        if (HeldCertificate.For(folder, link.Bank, link.UserId, time.GetUtcNow()) is not { } held)
            return DeskRefusals.NoCertificate;
        if (LinkPassword.Of(vault, link.LinkId) is not { } password)
            return DeskRefusals.NoPassword;
        var certificate = held.WithKey(vault);
        return certificate.Refusal is { } noKey ? noKey : (recipe.Value, held, certificate.Value, password);
    }

    // The refusal goes to the hub too, so that its list names cause and next step; if even that fails, the cause stays the first.
    private async Task<Outcome<Fetched>> EndAsync(AgentLink link, Refusal refusal, CancellationToken cancel)
    {
        await TellAsync(link, LinkState.Failed, refusal, cancel);
        return refusal;
    }

    private Task<Outcome<Nothing>> TellAsync(AgentLink link, LinkState state, Refusal? refusal, CancellationToken cancel) =>
        hub.ReportAsync(link.LinkId, new(Guid.CreateVersion7(), state, refusal?.Code, refusal?.What), cancel);

    private static WireLine Written(SeenLine line) => new(
        line.Booked, line.Value, Text(line.Amount), line.Balance is { } balance ? Text(balance) : null, line.Description, line.Counterparty, line.Key);

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The bank password of a link, entrusted to this PC alone.</summary>
public static class LinkPassword
{
    public static void Keep(Vault vault, Guid link, string password) => vault.Put(Name(link), Encoding.UTF8.GetBytes(password));

    internal static string? Of(Vault vault, Guid link) => vault.Get(Name(link)) is { } kept ? Encoding.UTF8.GetString(kept) : null;

    private static string Name(Guid link) => $"link-{link:n}";
}

/// <summary>Other addresses for banks than their recipes name: a bank under test on this machine.</summary>
public static class BankAddresses
{
    private const string File = "bank-addresses.json";

    public static Uri? Of(DeskFolder folder, BankCode bank) =>
        folder.Read<Dictionary<string, Uri>>(File) is { } known && known.TryGetValue(bank.Value, out var address) ? address : null;

    public static void Keep(DeskFolder folder, BankCode bank, Uri address)
    {
        var known = folder.Read<Dictionary<string, Uri>>(File) ?? [];
        known[bank.Value] = address;
        folder.Write(File, known);
    }
}
