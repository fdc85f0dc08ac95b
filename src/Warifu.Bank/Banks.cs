using Microsoft.AspNetCore.Http;
using Warifu.Web.Faces;

namespace Warifu.Bank;

/// <summary>The banks of this process. A request belongs to the bank that owns the face it came to.</summary>
internal sealed class Banks(IReadOnlyList<ServedBank> banks)
{
    private readonly Dictionary<string, ServedBank> byCode = banks.ToDictionary(bank => bank.Profile.Code.Value);

    public IReadOnlyList<ServedBank> All => banks;

    /// <exception cref="KeyNotFoundException">Not served here.</exception>
    public ServedBank Of(string code) => byCode[code];

    public ServedBank Of(HttpContext context) => Of(context.Face().Owner);
}
