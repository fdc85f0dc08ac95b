using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Warifu.Wire;

namespace Warifu.Web.Problems;

/// <summary>Turns exceptions and bare statuses into problems or pages. The client gets fixed text, the log gets the detail.</summary>
internal static class ProblemPipeline
{
    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseStatusCodePages(ShowAsync);
        app.UseExceptionHandler(inner => inner.Run(CatchAsync));
    }

    /// <summary>A person's browser asks for HTML; everything else is a program.</summary>
    public static bool IsForPerson(HttpContext context) =>
        context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    private static async Task ShowAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        var refusal = context.Features.Get<Refusal>() ?? WebRefusals.OfStatus(context.Response.StatusCode);
        if (!IsForPerson(context) || context.Features.Get<Faces.FaceOfRequest.FoundFace>() is null)
        {
            await Refusing.WriteAsync(context, refusal);
            return;
        }
        // The page is rendered by the same pipeline under its own path, for whatever method was refused.
        context.Features.Set(refusal);
        var (path, method) = (context.Request.Path, context.Request.Method);
        (context.Request.Path, context.Request.Method) = ("/refused", HttpMethods.Get);
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        try
        {
            await status.Next(context);
        }
        finally
        {
            (context.Request.Path, context.Request.Method) = (path, method);
        }
    }

    private static Task CatchAsync(HttpContext context)
    {
        var thrown = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var refusal = thrown switch
        {
            RefusedException refused => refused.Refusal,
            BadHttpRequestException { StatusCode: 413 } => WebRefusals.TooLarge,
            BadHttpRequestException => WebRefusals.Malformed,
            // The database is away or starting again; what was committed stands, and the request may be repeated.
            DbException { IsTransient: true } => WebRefusals.DatabaseAway,
            _ => WebRefusals.Broken,
        };
        context.Refuse(refusal);
        return Task.CompletedTask;
    }

    /// <summary>A form whose anti-forgery token does not hold.</summary>
    internal sealed class FormExpiredFilter : IAlwaysRunResultFilter
    {
        public void OnResultExecuting(ResultExecutingContext context)
        {
            if (context.Result is IAntiforgeryValidationFailedResult)
                context.HttpContext.Features.Set(context.HttpContext.Features.Get<FormOfAnother>()?.Refusal ?? WebRefusals.FormExpired);
        }

        public void OnResultExecuted(ResultExecutedContext context)
        {
            // Nothing is left to do.
        }
    }
}
