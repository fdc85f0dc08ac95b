using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.Http;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents;
using Warifu.Bank.Profiles;

namespace Warifu.Bank.OpenApi;

/// <summary>The open API in OpenAPI 3.1: <c>openapi.json</c> beside this, with the addresses of the bank that is asked.</summary>
internal static class Description
{
    public const string Path = "/openapi.json";

    private static readonly string Text = Embedded("openapi.json");

    public static IResult Of(HttpContext context) => Results.Text(
        Text.Replace("AUTHORIZE", context.Origin(BankFaces.Www) + ConsentEndpoints.Authorize, StringComparison.Ordinal).Replace("ISSUER", context.Issuer(), StringComparison.Ordinal),
        MediaTypeNames.Application.Json, Encoding.UTF8);

    /// <summary>A text that is part of the program.</summary>
    public static string Embedded(string name)
    {
        using var reader = new StreamReader(typeof(Description).Assembly.GetManifestResourceStream($"Warifu.Bank.OpenApi.{name}")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
