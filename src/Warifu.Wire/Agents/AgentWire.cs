using System.Text.Json.Serialization;

namespace Warifu.Wire.Agents;

/// <summary>
/// The agent wire between Desk and Hub, version 1: JSON over mutual TLS and HTTP/2. The agent is its TLS key: every
/// request is judged by the certificate of its connection. Every write carries a key made by the agent, so that calling
/// again repeats nothing. Refusals are <see cref="Problem"/>s.
/// </summary>
public static class AgentWire
{
    /// <summary>POST <see cref="PairingRequest"/> → <see cref="PairedAgent"/>. The pairing key works once, within five minutes (seed 000).</summary>
    public const string Pairing = "/agents/v1/pairing";

    /// <summary>GET → <see cref="AgentLinks"/>.</summary>
    public const string Links = "/agents/v1/links";

    /// <summary>GET, text/event-stream: events named <c>look</c> without content, and a comment as heartbeat. They only say "look again".</summary>
    public const string Events = "/agents/v1/events";

    /// <summary>POST <see cref="LeaseRequest"/> → <see cref="Lease"/>.</summary>
    public const string Leases = "/agents/v1/leases";

    /// <summary>PUT <see cref="Chunk"/> → 204. The same chunk again changes nothing.</summary>
    public static string ChunkOf(Guid lease, int number) => $"{Leases}/{lease}/chunks/{number}";

    /// <summary>POST <see cref="Manifest"/> → <see cref="Delivery"/>. The same manifest again answers the first delivery.</summary>
    public static string CommitOf(Guid lease) => $"{Leases}/{lease}/commit";

    /// <summary>POST <see cref="RetrievalReport"/> → 204.</summary>
    public static string ReportOf(Guid link) => $"{Links}/{link}/report";

    /// <summary>Lines in a chunk, at most.</summary>
    public const int LinesInChunk = 500;
}

/// <param name="PairingKey">認証キー: 64 lower-case hex digits.</param>
/// <param name="PcName">How the office's list shows this PC; 1 to 64 characters.</param>
public sealed record PairingRequest(string PairingKey, string PcName);

public sealed record PairedAgent(Guid AgentId, string OfficeName);

public sealed record AgentLinks(IReadOnlyList<AgentLink> Links);

/// <summary>One link of the office that an agent may fetch for.</summary>
/// <param name="Bank">Code of the institution.</param>
/// <param name="Institution">Its name as the catalogue shows it.</param>
/// <param name="UserId">利用者ID at the bank; for certificate links it names the certificate to use.</param>
/// <param name="From">自動取得対象の開始日; null: all the bank still shows.</param>
/// <param name="Accounts">Linked accounts; empty: all the user sees.</param>
/// <param name="State">取得状況, with its time.</param>
public sealed record AgentLink(
    Guid LinkId, BankCode Bank, Phrase Institution, string UserId, DateOnly? From, IReadOnlyList<AccountKey> Accounts,
    LinkState State, DateTimeOffset? StateSince, DateTimeOffset? NextRun);

/// <summary>取得状況 of a link (seed 000, 連携中の金融機関).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LinkState>))]
public enum LinkState
{
    /// <summary>未取得</summary>
    NotFetched,

    /// <summary>取得中</summary>
    Fetching,

    /// <summary>取得完了</summary>
    Complete,

    /// <summary>要追加入力</summary>
    InputNeeded,

    /// <summary>エラー</summary>
    Failed,
}

/// <summary>Asks to be the one who delivers an account's lines.</summary>
/// <param name="LeaseId">Made by the agent: asking again with it answers the same lease.</param>
public sealed record LeaseRequest(Guid LeaseId, Guid LinkId, AccountKey Account, string AccountName);

/// <param name="Fence">Grows with every lease of the account; a write under an older one is refused.</param>
/// <param name="From">First booking date wanted; null: all the bank still shows.</param>
public sealed record Lease(Guid LeaseId, long Fence, DateOnly? From, DateTimeOffset ExpiresAt);

/// <summary>One statement line as the bank shows it.</summary>
/// <param name="Amount">Signed decimal text in the account's currency; negative is a withdrawal.</param>
/// <param name="Balance">Running balance after the line; null where the source has none.</param>
/// <param name="ItemKey">The bank's own name of the line, where it has one; never trusted as identity across sources.</param>
public sealed record WireLine(
    DateOnly BookingDate, DateOnly ValueDate, string Amount, string? Balance, string Description, string? Counterparty, string? ItemKey);

/// <param name="Lines">In the statement's order, at most <see cref="AgentWire.LinesInChunk"/>.</param>
public sealed record Chunk(long Fence, IReadOnlyList<WireLine> Lines);

/// <summary>What the delivered window must add up to.</summary>
/// <param name="Count">Lines over all chunks.</param>
/// <param name="Credits">Sum of deposits, decimal text.</param>
/// <param name="Debits">Sum of withdrawals, positive decimal text.</param>
/// <param name="Opening">Balance before the first line, where the source tells it.</param>
/// <param name="Closing">Balance after the last line, where the source tells it.</param>
/// <param name="From">First day the window covers.</param>
/// <param name="To">Last day the window covers.</param>
public sealed record Manifest(
    long Fence, int Chunks, int Count, string Credits, string Debits, string? Opening, string? Closing, DateOnly From, DateOnly To);

/// <param name="Added">Lines that were new.</param>
/// <param name="Known">Lines already there.</param>
/// <param name="Total">Lines of the account now.</param>
/// <param name="Proven">Whether opening + lines = closing holds for all that is kept.</param>
public sealed record Delivery(int Added, int Known, int Total, bool Proven);

/// <summary>How an attempt to fetch a link went, other than by a delivery.</summary>
/// <param name="AttemptKey">Made by the agent: the same report again changes nothing.</param>
/// <param name="State">The state the link is in now.</param>
/// <param name="Code">The refusal's code, for the list and the help desk; null when all went well.</param>
/// <param name="Reason">In the bank's words where it gave some.</param>
public sealed record RetrievalReport(Guid AttemptKey, LinkState State, string? Code, Phrase? Reason);
