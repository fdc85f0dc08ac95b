using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Warifu.Bank.Enrolment.Est;
using Warifu.Tests.Pki.Requests;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Enrolment.Est;

public sealed class HostileBodiesTests(TestCluster cluster)
{
    private static readonly byte[] Sound = Encoding.ASCII.GetBytes(Convert.ToBase64String(EstClient.Csr(), Base64FormattingOptions.InsertLineBreaks));

    /// <summary>Bodies around a request, by what is wrong with them. None is a request in base64.</summary>
    private static Dictionary<string, HttpContent> Bodies()
    {
        var der = EstClient.Csr();
        var base64 = Convert.ToBase64String(der);
        return new()
        {
            ["nothing"] = EstClient.Body(""),
            ["white space"] = EstClient.Body(" \r\n\r\n"),
            ["one letter"] = EstClient.Body("A"),
            ["not of base64"] = EstClient.Body(base64[..40] + "*" + base64[41..]),
            ["outside of ASCII"] = EstClient.Body("ÿ" + base64),
            ["with a NUL"] = EstClient.Body(base64 + "\0"),
            ["padding in the middle"] = EstClient.Body(base64[..40] + "==" + base64[40..]),
            ["PEM"] = EstClient.Body($"-----BEGIN CERTIFICATE REQUEST-----\n{base64}\n-----END CERTIFICATE REQUEST-----\n"),
            ["DER"] = new ByteArrayContent(der) { Headers = { ContentType = new("application/pkcs10") } },
            ["of no type"] = new ByteArrayContent(Sound),
            ["of another type"] = new ByteArrayContent(Sound) { Headers = { ContentType = new("application/x-www-form-urlencoded") } },
            ["too large"] = EstClient.Body(new string('A', 40 * 1024)),
            ["too large and of unknown length"] = new StreamContent(new Unknown(new byte[2 * 1024 * 1024])) { Headers = { ContentType = new("application/pkcs10") } },
        };
    }

    [Fact]
    public async Task Nothing_hostile_becomes_a_certificate_or_a_fault_at_either_operation()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { Certificate = profile.Certificate with { RenewalWindow = TimeSpan.FromDays(365) } });
        using var device = new EstClient(bank);
        using var old = await bank.CertificateOfAsync("minato02");
        using var renewing = new EstClient(bank, old);
        var secret = (await bank.Operations.MakeEnrolmentCredentialAsync(new("9972"), "minato03", TestContext.Current.CancellationToken)).Value.Secret;
        var bodies = () => HostileRequests.All.ToDictionary(request => request.Key, request => EstClient.Body(request.Value)).Concat(Bodies().ToDictionary(body => $"{body.Key} (body)", body => body.Value));
        foreach (var (what, body) in bodies())
            IsRefused(what, await device.PostAsync("simpleenroll", body, "minato03", secret));
        foreach (var (what, body) in bodies())
            IsRefused(what, await renewing.PostAsync("simplereenroll", body));
        foreach (var (what, body) in bodies())
            Assert.True((await device.PostAsync("simpleenroll", body)).Status is HttpStatusCode.Unauthorized, what);
        Assert.Equal(0, bank.Authority.Asked);
        Assert.Equal(HttpStatusCode.OK, (await device.EnrolAsync(EstClient.Csr(), "minato03", secret)).Status);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic !!!!")]
    [InlineData("Basic bWluYXRvMDM=")]
    [InlineData("Basic /zo=")]
    [InlineData("Bearer bWluYXRvMDM6eA==")]
    [InlineData("Basic Og==")]
    public async Task A_header_of_another_form_is_no_credential(string header)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var device = new EstClient(bank);
        var request = new HttpRequestMessage(HttpMethod.Post, bank.Api("/.well-known/est/simpleenroll")) { Content = EstClient.Body(EstClient.Csr()) };
        Assert.True(request.Headers.TryAddWithoutValidation("Authorization", header));
        Assert.Equal("est-not-authorised", (await device.SendAsync(request)).Code);
    }

    [Fact]
    public void Random_octets_are_never_read_and_never_throw() =>
        Prop.ForAll<byte[]>(octets => EstBody.Read(octets ?? []).Refusal is not null).Check(Kept(1000));

    [Fact]
    public void A_changed_letter_anywhere_is_refused_unless_it_says_the_same()
    {
        var changes = ArbMap.Default.GeneratorFor<int>().Zip(ArbMap.Default.GeneratorFor<byte>()).ToArbitrary();
        Prop.ForAll(changes, change =>
        {
            var changed = Sound.ToArray();
            changed[(int)(Math.Abs((long)change.Item1) % changed.Length)] = change.Item2;
            return SaysTheSame(changed) || EstBody.Read(changed).Refusal is not null;
        }).Check(Kept(2000));
    }

    [Fact]
    public void Cut_and_spliced_bodies_are_refused()
    {
        var cuts = ArbMap.Default.GeneratorFor<int>().Three().ToArbitrary();
        Prop.ForAll(cuts, cut =>
        {
            int Place(int any) => (int)(Math.Abs((long)any) % Sound.Length);
            byte[] changed = [.. Sound[..Place(cut.Item1)], .. Sound[Place(cut.Item2)..], .. Sound[..Place(cut.Item3)]];
            return SaysTheSame(changed) || EstBody.Read(changed).Refusal is not null;
        }).Check(Kept(1000));
    }

    /// <summary>Seed and gamma, which is odd, are kept: what failed once fails again.</summary>
    private static Config Kept(int tests) => Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(20261121180000UL, 7031UL);

    private static bool SaysTheSame(byte[] changed)
    {
        var der = new byte[changed.Length];
        return Convert.TryFromBase64String(Encoding.ASCII.GetString(changed), der, out var length)
            && der.AsSpan(0, length).SequenceEqual(Convert.FromBase64String(Encoding.ASCII.GetString(Sound)));
    }

    private static void IsRefused(string what, EstAnswer answer)
    {
        Assert.True((int)answer.Status is >= 400 and < 500 and not 401, $"{what}: {answer.Status} {answer.Code}");
        Assert.False(string.IsNullOrEmpty(answer.Code), what);
    }

    /// <summary>Octets whose number nobody is told.</summary>
    private sealed class Unknown(byte[] octets) : MemoryStream(octets)
    {
        public override bool CanSeek => false;
    }
}
