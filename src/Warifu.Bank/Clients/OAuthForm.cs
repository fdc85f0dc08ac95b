using Microsoft.AspNetCore.Http;
using Warifu.Bank.Consents;
using Warifu.Wire;

namespace Warifu.Bank.Clients;

/// <summary>The parameters of a request to the token endpoint and its like: a form, in which no name stands twice (RFC 6749, 3.2).</summary>
internal sealed class OAuthForm
{
    private readonly IFormCollection form;

    private OAuthForm(IFormCollection form) => this.form = form;

    /// <returns>Null where it is absent or empty (RFC 6749, 3.2: as if it had been left out).</returns>
    public string? this[string name] => form.TryGetValue(name, out var values) && values is [{ Length: > 0 } value] ? value : null;

    public static async Task<Outcome<OAuthForm>> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentType!.StartsWith("multipart", StringComparison.OrdinalIgnoreCase))
            return RequestRefusals.FormNeeded;
        try
        {
            var read = await context.Request.ReadFormAsync(context.RequestAborted);
            return read.Any(field => field.Value.Count > 1) ? RequestRefusals.ParameterTwice : new OAuthForm(read);
        }
        catch (InvalidDataException)
        {
            return RequestRefusals.FormNeeded;
        }
    }
}
