using System.Globalization;
using System.Text.Json;
using Warifu.Bank.OpenApi;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>One business scope as asked for or allowed (RFC 9396, section 2).</summary>
/// <param name="From">Only what was booked on this day or later; null: all that the bank shows.</param>
internal sealed record AuthorizationDetail(BusinessScope Scope, DateOnly? From);

/// <summary>Reads and writes <c>authorization_details</c>: a list of types, each once, with nothing in them that is not known.</summary>
internal static class AuthorizationDetails
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string Day = "dateFrom";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    public static Outcome<IReadOnlyList<AuthorizationDetail>> Read(string? json)
    {
        if (json is null)
            return RequestRefusals.DetailsMissing;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return RequestRefusals.DetailsWrong;
            var read = document.RootElement.EnumerateArray().Select(One).ToList();
            if (read.Count == 0 || read.Contains(null) || read.DistinctBy(detail => detail!.Scope).Count() != read.Count)
                return RequestRefusals.DetailsWrong;
            return Outcome.Of<IReadOnlyList<AuthorizationDetail>>([.. read.OfType<AuthorizationDetail>().OrderBy(detail => detail.Scope)]);
        }
        catch (JsonException)
        {
            return RequestRefusals.DetailsWrong;
        }
    }

    /// <summary>As rows keep it; what was written here is read again.</summary>
    public static string Write(IReadOnlyList<AuthorizationDetail> details) => JsonSerializer.Serialize(ToJson(details, accounts: null));

    /// <param name="accounts">Ids of the accounts that the user allowed, told to the client with a token (RFC 9396, section 7.1).</param>
    public static IReadOnlyList<IReadOnlyDictionary<string, object>> ToJson(IReadOnlyList<AuthorizationDetail> details, IReadOnlyList<string>? accounts) =>
    [
        .. details.Select(detail =>
        {
            var members = new Dictionary<string, object> { ["type"] = detail.Scope.Name() };
            if (detail.From is { } from)
                members[Day] = from.ToString(DayFormat, CultureInfo.InvariantCulture);
            if (accounts is not null)
                members["accounts"] = accounts;
            return members;
        }),
    ];

    private static AuthorizationDetail? One(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String
            || BusinessScopes.Find(type.GetString()!) is not { } scope)
            return null;
        DateOnly? from = null;
        foreach (var member in json.EnumerateObject())
        {
            if (member.NameEquals("type"))
                continue;
            if (!member.NameEquals(Day) || !scope.HasPeriod() || member.Value.ValueKind != JsonValueKind.String
                || !DateOnly.TryParseExact(member.Value.GetString(), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return null;
            from = day;
        }
        return new(scope, from);
    }

    private static bool HasPeriod(this BusinessScope scope) => scope is BusinessScope.Transactions or BusinessScope.DepositArrivals;
}
