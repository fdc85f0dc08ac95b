using System.Text.Json;

namespace Warifu.Tests.Bank.Consents;

/// <summary>Reads answers of the OAuth endpoints and of the open API.</summary>
internal static class OAuthAnswers
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    /// <summary>The stable code of a refusal: of a problem (RFC 9457), or at the head of <c>error_description</c> (RFC 6749).</summary>
    public static string Code(this (int Status, JsonElement Body) answer) =>
        answer.Body.TryGetProperty("code", out var code) ? code.GetString()!
        : answer.Body.TryGetProperty("error_description", out var text) ? text.GetString()!.Split(':')[0]
        : $"{answer.Status}";
}
