using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Warifu.Bench.Figures;
using Warifu.Bench.SignIn;
using Warifu.Worlds;

namespace Warifu.Bench.OpenApi;

/// <summary>Whole links, several at once: the service pushes, the user's browser opens the request and answers on the bank's pages, the service redeems the code.</summary>
internal sealed class Linking(Description world, Uri api, X509Certificate2 service, IReadOnlyList<Linking.Person> people)
{
    // A try at a password is booked before it is looked at, and the third locks: nobody has more than two under way.
    private const int EachAtOnce = 2;
    private const int WarmUp = 40;
    private const int Links = 400;

    private readonly ConcurrentBag<Taken> all = [];

    private int AtOnce => people.Count * EachAtOnce;

    internal sealed record Person(X509Certificate2 Certificate, string Password);

    /// <summary>Milliseconds; the user's pages are those of his bank, from the password page to the way back.</summary>
    private sealed record Taken(double Push, double Authorize, double Pages, double Token);

    public async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancel)
    {
        await LinkAsync(WarmUp, cancel);
        all.Clear();
        await LinkAsync(Links, cancel);
        return
        [
            Late("push, authorization and token of a link", taken => taken.Push + taken.Authorize + taken.Token),
            Late("push", taken => taken.Push),
            Late("authorization request", taken => taken.Authorize),
            Late("code redeemed", taken => taken.Token),
            Late("the user's pages with his password's hash", taken => taken.Pages),
        ];
    }

    private Figure Late(string what, Func<Taken, double> of)
    {
        double[] sorted = [.. all.Select(of).Order()];
        return Figure.Told($"{what}: 99 of 100 within, {AtOnce} links under way", sorted[(int)(sorted.Length * 0.99)], "ms");
    }

    private async Task LinkAsync(int count, CancellationToken cancel)
    {
        using var program = new PageLoad(service, AtOnce);
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(at => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                all.Add(await LinkAsync(program, people[at % people.Count], cancel));
        }, cancel)));
    }

    private async Task<Taken> LinkAsync(PageLoad program, Person who, CancellationToken cancel)
    {
        using var person = new PageWalk(who.Certificate);
        var began = Stopwatch.GetTimestamp();
        var pushed = JsonElement.Parse(await program.AnswerAsync(TokenRequests.Push(api), cancel, HttpStatusCode.Created));
        var push = Since(ref began);
        var opened = await person.OpenAsync(
            new(world.BankWww, $"/authorize?client_id={GivenLinks.ClientId}&request_uri={Uri.EscapeDataString(pushed.GetProperty("request_uri").GetString()!)}"), cancel);
        var authorize = Since(ref began);
        await person.OpenAsync(new(world.BankCert, $"{opened!.AbsolutePath}/sign-in"), cancel);
        await person.SubmitAsync(new() { ["Password"] = who.Password }, cancel);
        var back = await person.SubmitAsync(new() { ["GoOn"] = "true", ["Answer"] = "allow" }, cancel);
        var pages = Since(ref began);
        var code = QueryHelpers.ParseQuery(back!.Query)["code"].ToString();
        await program.AnswerAsync(TokenRequests.Redeem(api, code), cancel);
        return new(push, authorize, pages, Since(ref began));
    }

    private static double Since(ref long began)
    {
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        began = Stopwatch.GetTimestamp();
        return took;
    }
}
