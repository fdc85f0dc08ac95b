using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Bank.Consents;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <summary>The open API: what a linked service reads.</summary>
internal static class OpenApiEndpoints
{
    public static void MapOpenApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/accounts").WithMetadata(new OnFaceAttribute(BankFaces.Api)).AddEndpointFilter(ConsentEndpoints.WhereOffered);
        routes.MapGet(Description.Path, Description.Of).WithMetadata(new OnFaceAttribute(BankFaces.Api)).AddEndpointFilter(ConsentEndpoints.WhereOffered);
        Map("", BusinessScope.Accounts, (call, from, cancel) => from.GetRequiredService<AccountsAnswer>().RunAsync(call, cancel));
        Map("/balances", BusinessScope.Balances, (call, from, cancel) => BalancesAnswer.RunAsync(from.GetRequiredService<Database>(), call, cancel));
        Map("/transactions", BusinessScope.Transactions, (call, from, cancel) => Lines(call, from, arrivalsOnly: false, cancel));
        Map("/deposit-transactions", BusinessScope.DepositArrivals, (call, from, cancel) => Lines(call, from, arrivalsOnly: true, cancel));

        void Map(string path, BusinessScope scope, Func<ApiCall, IServiceProvider, CancellationToken, Task<Outcome<object>>> answer) => api.MapGet(
            path, (HttpContext context, ApiCalls calls, CancellationToken cancel) => calls.RunAsync(context, scope, call => answer(call, context.RequestServices, cancel), cancel));
    }

    private static Task<Outcome<object>> Lines(ApiCall call, IServiceProvider from, bool arrivalsOnly, CancellationToken cancel) => TransactionsAnswer.RunAsync(
        from.GetRequiredService<Database>(), call, from.GetRequiredService<Banks>().Of(call.Bank).Profile.Statement, arrivalsOnly, cancel);
}
