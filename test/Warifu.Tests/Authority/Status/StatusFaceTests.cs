using System.Net;

namespace Warifu.Tests.Authority.Status;

public sealed class StatusFaceTests(HeldAuthority held) : IClassFixture<HeldAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Certificates_and_lists_are_fetched_with_their_media_types_and_may_be_kept_a_while()
    {
        await held.ServeOnceAsync();
        var office = held.Office;
        using var client = new HttpClient { BaseAddress = new Uri(held.Authority.Settings.StatusAddresses[0].Origin(tls: false)) };

        using var root = await client.GetAsync("/authorities/root.cer", Cancel);
        using var issuing = await client.GetAsync("/authorities/asagiri-g1.cer", Cancel);
        using var list = await client.GetAsync("/authorities/asagiri-g1.crl", Cancel);
        using var rootList = await client.GetAsync("/authorities/root.crl", Cancel);

        Assert.Equal(office.Root.Der.ToArray(), await root.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(office.AuthorityOf(TestAuthority.Asagiri)!.Der.ToArray(), await issuing.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("application/pkix-cert", root.Content.Headers.ContentType?.MediaType);
        Assert.Equal("application/pkix-crl", list.Content.Headers.ContentType?.MediaType);
        Assert.Equal("application/pkix-crl", rootList.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=86400", root.Headers.CacheControl?.ToString());
        Assert.Equal("public, max-age=60", list.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/authorities/nobody.cer")]
    [InlineData("/authorities/nobody.crl")]
    [InlineData("/registration/v1/authority")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await held.ServeOnceAsync();
        using var client = new HttpClient { BaseAddress = new Uri(held.Authority.Settings.StatusAddresses[0].Origin(tls: false)) };

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path, Cancel)).StatusCode);
    }
}
