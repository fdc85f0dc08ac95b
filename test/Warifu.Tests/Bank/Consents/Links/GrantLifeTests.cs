using FsCheck.Fluent;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents.Links;

/// <summary>The life of a link under whatever happens in whatever order, against a model of it that fits on a page.</summary>
public sealed class GrantLifeTests(TestCluster cluster)
{
    private const int Steps = 14;

    public enum Event
    {
        CertificateSuspended,
        CertificateObtained,
        UserStopped,
        UserResumed,
        ServiceStopped,
        ServiceRegistered,
        AllowedAnew,
        CodeReused,
        WithdrawnByMaster,
        GivenBack,
        UserDeleted,
        MonthPassed,
    }

    [Fact]
    public Task A_link_reads_while_it_stands_and_is_awake_and_what_ended_it_first_stays_its_end() => WalkAsync(2);

    [Fact]
    [Trait("takes", "long")]
    public Task Whatever_happens_to_links_in_whatever_order_they_do_as_their_model() => WalkAsync(24);

    private async Task WalkAsync(int walks)
    {
        // Endings are rare, so that walks are long.
        var events = Gen.Frequency(
            (4, Gen.Elements(Event.CertificateSuspended, Event.CertificateObtained, Event.UserStopped, Event.UserResumed, Event.ServiceStopped, Event.ServiceRegistered, Event.MonthPassed)),
            (2, Gen.Constant(Event.AllowedAnew)),
            (1, Gen.Elements(Event.CodeReused, Event.WithdrawnByMaster, Event.GivenBack, Event.UserDeleted)));
        foreach (var walk in events.ListOf(Steps).Sample(walks))
        {
            await using var link = await WalkedLink.BeginAsync(cluster);
            var past = new List<Event>();
            foreach (var happens in walk)
            {
                past.Add(happens);
                await link.ApplyAsync(happens);
                Assert.True(link.Expected == await link.ObservedAsync(), $"{string.Join(", ", past)}: expected {link.Expected}, and it was {await link.ObservedAsync()}");
            }
        }
    }
}
