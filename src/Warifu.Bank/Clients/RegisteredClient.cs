using Warifu.Wire;

namespace Warifu.Bank.Clients;

/// <summary>A registered service, for the operator.</summary>
/// <param name="Authentication">Its registered name (RFC 8705, RFC 7591).</param>
public sealed record RegisteredClient(string ClientId, Phrase Name, Phrase Company, string Authentication, bool Sandbox, bool Stands);
