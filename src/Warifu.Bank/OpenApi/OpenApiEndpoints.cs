using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warifu.Bank.Consents;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;

namespace Warifu.Bank.OpenApi;

/// <summary>The open API: what a linked service reads.</summary>
internal static class OpenApiEndpoints
{
    public static void MapOpenApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/accounts").WithMetadata(new OnFaceAttribute(BankFaces.Api)).AddEndpointFilter(ConsentEndpoints.WhereOffered);
        routes.MapGet(Description.Path, Description.Of).WithMetadata(new OnFaceAttribute(BankFaces.Api)).AddEndpointFilter(ConsentEndpoints.WhereOffered);
        Map("", BusinessScope.Accounts, AccountsAnswer.RunAsync);
        Map("/balances", BusinessScope.Balances, BalancesAnswer.RunAsync);
        Map("/transactions", BusinessScope.Transactions, call => TransactionsAnswer.RunAsync(call, call.Context.LinesOnPage(), arrivalsOnly: false));
        Map("/deposit-transactions", BusinessScope.DepositArrivals, call => TransactionsAnswer.RunAsync(call, call.Context.LinesOnPage(), arrivalsOnly: true));

        void Map(string path, BusinessScope scope, Func<ApiCall, Task<Wire.Outcome<object>>> answer) => api.MapGet(
            path, (HttpContext context, ApiCalls calls, CancellationToken cancel) => calls.RunAsync(context, scope, answer, cancel));
    }

    private static StatementPolicy LinesOnPage(this HttpContext context) =>
        ((Banks)context.RequestServices.GetService(typeof(Banks))!).Of(context).Profile.Statement;
}
