using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Web.Faces;

namespace Warifu.Journeys;

/// <summary>All parties run in one process here, and every face is asked for every page and endpoint of all of them.</summary>
public sealed class WhenAFaceIsAskedForAnothersPages(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    /// <summary>The page of refusals says "not found" of itself when nothing was refused.</summary>
    private const string Refused = "/refused";

    private static readonly Dictionary<string, string> Plausible = new(StringComparer.Ordinal)
    {
        ["account"] = "9972-001-1-1234567",
        ["authority"] = "9972",
        ["serial"] = "5a0c3f9be2d1476a",
        ["code"] = "9972",
    };

    [Fact]
    public async Task It_has_its_own_and_of_all_others_it_knows_nothing()
    {
        using var client = BareClient.New();
        var parties = await Task.WhenAll(world.World.Parties.Select(PlacesAsync));
        var asked = parties.SelectMany(places => places).Select(place => (place.Path, place.Method)).Distinct().ToList();
        var (refused, answered) = (0, 0);
        foreach (var (party, own) in world.World.Parties.Zip(parties))
            foreach (var face in party.Services.GetRequiredService<FaceTable>().Faces)
                foreach (var address in face.Addresses)
                    foreach (var (path, method) in asked)
                    {
                        var status = await AskAsync(client, address.Origin(face.Certificate is not null) + path, method);
                        var where = $"{face.Owner} {face.Name} at {address.HostName}: {method} {path} gave {(int)status}";
                        if (!own.Any(place => place.Method == method && place.Faces.Includes(face.Name) && place.Matches(path)))
                        {
                            refused++;
                            Assert.True(status == HttpStatusCode.NotFound, where);
                        }
                        else if (path != Refused && own.Any(place => place.IsFixed && place.Path == path && place.Faces.Includes(face.Name)))
                        {
                            answered++;
                            Assert.False(status == HttpStatusCode.NotFound, where);
                        }
                    }
        Assert.True(refused > 500, $"Only {refused} were refused: are all parties there?");
        Assert.True(answered > 50, $"Only {answered} were answered.");
    }

    [Fact]
    public async Task Every_page_and_endpoint_says_on_which_faces_it_stands()
    {
        foreach (var party in world.World.Parties)
        {
            var names = party.Services.GetRequiredService<FaceTable>().Faces.Select(face => face.Name).ToList();
            foreach (var place in await PlacesAsync(party))
                Assert.True(names.Any(place.Faces.Includes), $"{place.Method} {place.Path} stands on no face.");
        }
    }

    private static async Task<IReadOnlyList<Place>> PlacesAsync(WebApplication party)
    {
        var pages = party.Services.GetRequiredService<PageLoader>();
        var places = new List<Place>();
        foreach (var endpoint in party.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            // A page tells the attributes of its model only when it is loaded.
            var metadata = endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page
                ? new([.. (await pages.LoadAsync(page, EndpointMetadataCollection.Empty)).EndpointMetadata!])
                : endpoint.Metadata;
            var faces = metadata.GetMetadata<OnFaceAttribute>() ?? new OnFaceAttribute();
            foreach (var method in metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"])
                places.Add(new Place(method, endpoint.RoutePattern, faces));
        }
        return places;
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string address, string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method != "GET")
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        // The events of agents never end: the head is enough.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        return answer.StatusCode;
    }

    private sealed class Place(string method, RoutePattern pattern, OnFaceAttribute faces)
    {
        private readonly TemplateMatcher matcher = new(new RouteTemplate(pattern), []);

        public string Method => method;

        public OnFaceAttribute Faces => faces;

        public bool IsFixed => pattern.Parameters.Count == 0;

        /// <summary>The path with plausible values in place of parameters.</summary>
        public string Path { get; } = "/" + string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => Plausible.GetValueOrDefault(parameter.Name, "0199d1a0-0000-7000-8000-000000000001"),
            _ => throw new InvalidOperationException($"What is {part.PartKind}?"),
        }))));

        public bool Matches(string path) => matcher.TryMatch(path, []);
    }
}
