using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Keys.Tokens;
using Warifu.Tests.Desk.Certificates.Unattended;
using Warifu.Tests.Desk.Keys.Tokens;
using Warifu.Tests.Postgres;
using Warifu.Tests.Tokens;
using Warifu.Wire;

namespace Warifu.Tests.Desk.Keys;

/// <summary>The life of a certificate against a real bank, with its key in each place.</summary>
[Collection(PersonsTokens.Name)]
public sealed class WhateverPlaceTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task It_is_renewed_proved_and_deleted_alike(bool fromToken, bool ontoToken)
    {
        using var soft = await SoftToken.MakeAsync();
        await using var pc = await UnattendedPc.StartAsync(cluster);
        var (from, onto) = (fromToken ? Place(soft) : KeyPlace.File, ontoToken ? Place(soft) : KeyPlace.File);
        var first = await RenewedAsync(pc, pc.First, from);
        Assert.Null((await TriedAsync(pc, first)).Tried!.Code);
        var second = await RenewedAsync(pc, first, onto);
        Assert.True(onto.Is(second.Place));
        Assert.Null((await TriedAsync(pc, second)).Tried!.Code);
        Assert.Empty(Asking.Unanswered(pc.Home));
        Assert.Equal(3, HeldCertificate.All(pc.Home).Count);
        foreach (var held in HeldCertificate.All(pc.Home))
            Assert.Null(held.Remove(pc.Home, pc.Vault));
        Assert.DoesNotContain("Private Key Object", await soft.ListAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(pc.Home.Path, "key-*"));
    }

    [Fact]
    public async Task A_token_pulled_before_any_step_loses_nothing_and_doubles_nothing()
    {
        for (var pulled = 1; pulled <= 6; pulled++)
        {
            using var soft = await SoftToken.MakeAsync();
            await using var pc = await UnattendedPc.StartAsync(cluster);
            // The old key is in the token, and so is the new one.
            var old = await RenewedAsync(pc, pc.First, Place(soft));
            pc.Bank.Time.Advance(old.RenewableFrom - pc.Bank.Time.GetUtcNow());
            var renewing = new RenewCertificate(pc.Home, pc.Vault, old.Place);
            var broken = await renewing.RunAsync(old, UnattendedPc.Password, oneTimePassword: null, japanese: true, step =>
            {
                if (step == pulled)
                    soft.TakeAway();
            }, Cancel);
            Assert.Contains(broken.Refusal?.Code, (string?[])["desk-token-missing", "desk-key-not-usable", null]);
            Assert.Equal(broken.Refusal is null, pulled >= 4);
            soft.BringBack();
            Assert.Equal("desk-token-pin-needed", old.WithKey(pc.Vault).Refusal?.Code);
            soft.Opened();
            var next = broken.Refusal is null ? broken.Value
                : Sound(await renewing.RunAsync(old, UnattendedPc.Password, oneTimePassword: null, japanese: true, step: null, Cancel));
            Assert.Null((await TriedAsync(pc, next)).Tried!.Code);
            Assert.Equal(3, HeldCertificate.All(pc.Home).Count);
            Assert.Empty(Asking.Unanswered(pc.Home));
            // Two keys, each with its certificate, whenever it was written.
            var words = await soft.ListAsync();
            Assert.Equal((2, 2), (words.Split("Private Key Object").Length - 1, words.Split("Certificate Object").Length - 1));
            Assert.Contains(next.Certificate.Subject!.CommonName!, words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_found_in_a_token_is_taken_over_with_the_banks_word_and_renewed()
    {
        using var soft = await SoftToken.MakeAsync();
        await using var pc = await UnattendedPc.StartAsync(cluster);
        var held = await RenewedAsync(pc, pc.First, Place(soft));
        held.Forget(pc.Home);
        var found = Assert.Single(FoundCertificate.In(pc.Home, held.Place!.Token!).Value);
        var taken = Sound(await new TakeFound(pc.Home, pc.Vault).RunAsync(found, pc.First.Site!, japanese: true, Cancel));
        Assert.Equal((held.Serial, held.LoginId, held.RenewableFrom), (taken.Serial, taken.LoginId, taken.RenewableFrom));
        Assert.Empty(FoundCertificate.In(pc.Home, held.Place!.Token!).Value);
        var next = await RenewedAsync(pc, taken, place: null);
        Assert.Equal(held.Place, next.Place);
    }

    [Fact]
    public async Task What_was_begun_in_a_lost_token_is_given_up_for_another_place()
    {
        using var soft = await SoftToken.MakeAsync();
        await using var pc = await UnattendedPc.StartAsync(cluster);
        pc.Bank.Time.Advance(pc.First.RenewableFrom - pc.Bank.Time.GetUtcNow());
        var place = Place(soft);
        var begun = await new RenewCertificate(pc.Home, pc.Vault, place).RunAsync(pc.First, UnattendedPc.Password, oneTimePassword: null, japanese: true, step =>
        {
            if (step == 2)
                soft.TakeAway();
        }, Cancel);
        Assert.Equal("desk-token-missing", begun.Refusal?.Code);
        Assert.True(place.Is(Assert.Single(Asking.Unanswered(pc.Home)).Place));
        var next = await RenewedAsync(pc, pc.First, KeyPlace.File);
        Assert.Null(next.Place);
        Assert.Empty(Asking.Unanswered(pc.Home));
    }

    private static KeyPlace Place(SoftToken soft) => new(soft.Opened().Name);

    private static async Task<HeldCertificate> RenewedAsync(UnattendedPc pc, HeldCertificate old, KeyPlace? place)
    {
        if (pc.Bank.Time.GetUtcNow() < old.RenewableFrom)
            pc.Bank.Time.Advance(old.RenewableFrom - pc.Bank.Time.GetUtcNow());
        return Sound(await new RenewCertificate(pc.Home, pc.Vault, place).RunAsync(old, UnattendedPc.Password, oneTimePassword: null, japanese: true, step: null, Cancel));
    }

    private static async Task<HeldCertificate> TriedAsync(UnattendedPc pc, HeldCertificate held) =>
        Sound(await new TryCertificate(pc.Home, pc.Bank.Time).RunAsync(held, pc.Vault, japanese: true, Cancel));

    private static T Sound<T>(Outcome<T> outcome)
    {
        Assert.Null(outcome.Refusal);
        return outcome.Value;
    }
}
