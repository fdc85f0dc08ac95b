using Npgsql;
using Warifu.Hub.Agents;
using Warifu.Hub.Institutions;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;

namespace Warifu.Hub.Links;

/// <summary>Registers a link. The password is not asked here: it is entered on the PC and never reaches the hub.</summary>
public static class LinkRegistration
{
    private const int LongestUserId = 64;

    /// <param name="entryId">Of the catalogue, such as <c>9972-corporate-certificate</c>.</param>
    /// <param name="fetchFrom">自動取得対象の開始日; null: all the bank still shows.</param>
    /// <returns>The link's id.</returns>
    public static async Task<Outcome<Guid>> RegisterAsync(
        Database database, Wakeup wakeup, Guid officeId, string entryId, string userId, DateOnly? fetchFrom, CancellationToken cancel = default)
    {
        if (Catalogue.Standard.Find(entryId) is not { } entry)
            return LinkRefusals.InstitutionUnknown;
        if (!entry.IsSupported)
            return LinkRefusals.NotSupported;
        userId = userId.Trim();
        if (userId.Length is 0 or > LongestUserId || !userId.All(c => c is > ' ' and <= '~'))
            return LinkRefusals.UserIdMissing;

        var now = database.Time.GetUtcNow();
        var linkId = Guid.CreateVersion7(now);
        try
        {
            await database.InTenantAsync(officeId.ToString(), async work =>
            {
                await work.ExecuteAsync(
                    """
                    insert into link (office_id, link_id, entry, bank_code, user_id, fetch_from, registered_at)
                    values (@officeId, @linkId, @entryId, @bank, @userId, @fetchFrom, @now)
                    """,
                    new { officeId, linkId, entryId, bank = entry.Institution.Code.Value, userId, fetchFrom, now });
                await AgentRegister.LookAgainAsync(work, wakeup);
            }, cancel);
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return LinkRefusals.AlreadyLinked;
        }

        return linkId;
    }
}
