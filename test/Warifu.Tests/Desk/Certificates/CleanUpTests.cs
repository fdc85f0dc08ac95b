using Warifu.Desk.Certificates;
using Warifu.Tests.Pki;

namespace Warifu.Tests.Desk.Certificates;

public sealed class CleanUpTests : IDisposable
{
    private static readonly DateTimeOffset Start = TestAuthorities.Born.AddDays(1);
    private readonly Drawer drawer = new();
    private readonly ManualTime time = new(Start.AddDays(340));

    public void Dispose() => drawer.Dispose();

    private CleanUp CleanUp => new(drawer.Home, time);

    [Fact]
    public void An_old_certificate_stays_until_its_successor_has_worked()
    {
        var old = drawer.Put("minato01", Start);
        var next = drawer.Put("minato01", Start.AddDays(330));
        Assert.Empty(CleanUp.Offered());
        (next with { Tried = new(time.GetUtcNow(), null, null, null) }).Keep(drawer.Home);
        Assert.Equal((old.Serial, Leftover.Superseded), Assert.Single(CleanUp.Offered()) is var (held, why) ? (held.Serial, why) : default);
    }

    [Fact]
    public void A_successor_that_the_bank_refused_replaces_nothing()
    {
        drawer.Put("minato01", Start);
        var next = drawer.Put("minato01", Start.AddDays(330));
        (next with { Tried = new(time.GetUtcNow(), "certificate-suspended", "停止", "銀行へ") }).Keep(drawer.Home);
        Assert.Empty(CleanUp.Offered());
    }

    [Fact]
    public void After_the_first_sign_in_with_the_new_one_the_old_one_and_its_key_are_gone_and_others_stay()
    {
        var old = drawer.Put("minato01", Start);
        var other = drawer.Put("minato02", Start);
        var next = drawer.Put("minato01", Start.AddDays(330));
        Assert.Equal([old.Serial], CleanUp.AfterSignIn(next, drawer.Vault).Select(held => held.Serial));
        Assert.Equal([next.Serial, other.Serial], HeldCertificate.All(drawer.Home).Select(held => held.Serial));
        Assert.Null(drawer.Vault.GetKey(old.KeyName));
        Assert.Equal(time.GetUtcNow(), HeldCertificate.Of(drawer.Home, next.Serial.Hex)!.UsedAt);
        Assert.Empty(CleanUp.AfterSignIn(HeldCertificate.Of(drawer.Home, next.Serial.Hex)!, drawer.Vault));
    }

    [Fact]
    public void What_has_expired_or_was_revoked_is_offered_with_its_reason()
    {
        var revoked = drawer.Put("minato02", Start);
        (revoked with { Tried = new(time.GetUtcNow(), "certificate-revoked", "失効", "銀行へ") }).Keep(drawer.Home);
        drawer.Put("minato01", Start);
        Assert.Equal([Leftover.Revoked], CleanUp.Offered().Select(offer => offer.Why));
        time.Advance(TimeSpan.FromDays(30));
        Assert.Equal([Leftover.Expired, Leftover.Revoked], CleanUp.Offered().Select(offer => offer.Why));
    }

    [Fact]
    public void The_states_are_those_of_the_bank()
    {
        var held = drawer.Put("minato01", Start);
        Assert.Equal(HeldState.Issued, held.StateAt(held.RenewableFrom.AddSeconds(-1)));
        Assert.Equal(HeldState.Renewable, held.StateAt(held.RenewableFrom));
        Assert.Equal(HeldState.Renewable, held.StateAt(held.Certificate.NotAfter));
        Assert.Equal(HeldState.Expired, held.StateAt(held.Certificate.NotAfter.AddSeconds(1)));
    }
}
