using Warifu.Wire;

namespace Warifu.Web.Problems;

/// <summary>What is said of a form whose anti-forgery token is not of this session, where the party knows more than <see cref="WebRefusals.FormExpired"/>.</summary>
public sealed record FormOfAnother(Refusal Refusal);
