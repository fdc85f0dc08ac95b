using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Web.Problems;

/// <summary>The one mapping of refusals at the edge: RFC 9457 for programs, a page with the way out for people.</summary>
public static class Refusing
{
    /// <summary>Where the codes are explained.</summary>
    public const string Pages = "https://warifu.example/problems#";

    /// <summary>For an endpoint that programs call.</summary>
    public static IResult AsProblem(this Refusal refusal) => new ProblemResult(refusal);

    /// <summary>For a page: the whole answer is the refusal.</summary>
    public static IActionResult Refused(this PageModel page, Refusal refusal) => new RefusalPage(refusal);

    /// <summary>For a page that shows the refusal among what it has, or has none to show: its status is the refusal's.</summary>
    public static PageResult PageWith(this PageModel page, Refusal? refusal)
    {
        page.Response.StatusCode = refusal?.Status ?? StatusCodes.Status200OK;
        return page.Page();
    }

    /// <summary>Lets the refusal page show this refusal once the pipeline ends.</summary>
    public static void Refuse(this HttpContext context, Refusal refusal)
    {
        context.Features.Set(refusal);
        context.Response.StatusCode = refusal.Status;
    }

    internal static Problem ToProblem(Refusal refusal, bool japanese)
    {
        var detail = refusal.Detail is { } more ? $"{more.In(japanese)} {refusal.WayOut.In(japanese)}" : refusal.WayOut.In(japanese);
        return new(Pages + refusal.Code, refusal.What.In(japanese), refusal.Status, refusal.Code, detail);
    }

    internal static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var language = context.RequestServices.GetRequiredService<Translation>();
        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = MediaTypeNames.Application.ProblemJson;
        return JsonSerializer.SerializeAsync(context.Response.Body, ToProblem(refusal, language.IsJapanese), WireJson.Options, context.RequestAborted);
    }

    private sealed class ProblemResult(Refusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, refusal);
    }

    private sealed class RefusalPage(Refusal refusal) : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context)
        {
            context.HttpContext.Refuse(refusal);
            return Task.CompletedTask;
        }
    }
}
