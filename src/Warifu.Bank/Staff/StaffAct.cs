using Warifu.Bank.Certificates;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>To what an act of staff is done.</summary>
internal enum StaffTarget
{
    Bank,
    Contract,
    User,
    Account,
}

/// <summary>What the form of an act asks for beside the paper's reference.</summary>
internal enum StaffInput
{
    Nothing,
    Pin,
    TokenSerial,
    Notice,
    Registration,
    ClientId,

    /// <summary>One of the contract's links, chosen in their list.</summary>
    Link,
}

/// <summary>One thing that staff do for customers on a paper form: asked for by one, done when another approves.</summary>
internal abstract class StaffAct
{
    /// <summary>Stable, in rows and addresses.</summary>
    public abstract string Name { get; }

    public abstract Phrase Words { get; }

    /// <summary>What it does, for the two who look at it.</summary>
    public abstract Phrase Meaning { get; }

    public virtual StaffTarget Target => StaffTarget.User;

    public virtual StaffInput Input => StaffInput.Nothing;

    /// <summary>Whether a bank of this profile does it.</summary>
    public virtual bool IsOffered(BankProfile profile) => true;

    /// <summary>Whether it makes sense as things stand; asked with the request and again with the approval.</summary>
    public virtual Task<Refusal?> ForbidsAsync(StaffActing acting) => Task.FromResult<Refusal?>(null);

    /// <summary>Does it, in the unit of work of the approval.</summary>
    /// <returns>What is printed once for the customer; null when nothing is.</returns>
    public abstract Task<StaffPaper?> RunAsync(StaffActing acting);
}

/// <summary>An act in its unit of work.</summary>
/// <param name="User">The user it is about, with his certificate; null for other targets.</param>
/// <param name="Entry">Whose act it is.</param>
internal sealed record StaffActing(Work Work, BankProfile Profile, StaffRequest Request, HeldCertificate? User, HistoryEntry Entry, DateTimeOffset Now)
{
    /// <exception cref="InvalidOperationException">The act is not about a user.</exception>
    public HeldCertificate Holder => User ?? throw new InvalidOperationException($"{Request.Act} is not about a user.");

    public Task<int> ExecuteAsync(string sql, object? more = null) => Work.ExecuteAsync(sql, Arguments(more));

    public Task<T?> FindAsync<T>(string sql, object? more = null) => Work.SingleOrDefaultAsync<T>(sql, Arguments(more));

    private Dapper.DynamicParameters Arguments(object? more)
    {
        var all = new Dapper.DynamicParameters(more);
        all.AddDynamicParams(new { Work.Tenant, Request.ContractId, Request.UserId, Request.AccountKey, Request.Detail, Now });
        return all;
    }
}

/// <summary>What is printed once, put into a sealed envelope and handed to the customer; only its hash is kept.</summary>
internal sealed record StaffPaper(string LoginId, string UserName, Phrase What, string Secret);
