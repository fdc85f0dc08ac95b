using Warifu.Desk.Keys;
using Warifu.Tests.Desk.Keys.Tokens;
using Warifu.Tests.Postgres;
using Warifu.Tests.Tokens;

namespace Warifu.Tests.Desk.Certificates.Unattended;

[Collection(PersonsTokens.Name)]
public sealed class UnattendedTokenTests(TestCluster cluster)
{
    [Fact]
    public async Task A_token_that_wants_its_PIN_is_told_at_once_and_renewed_in_when_its_user_has_opened_it()
    {
        using var soft = await SoftToken.MakeAsync();
        var place = new KeyPlace(soft.Opened().Name);
        await using var pc = await UnattendedPc.DueAsync(cluster, keys: place);
        soft.TakeAway();
        await pc.LookAsync();
        Assert.Equal("desk-token-missing", pc.Tiding.Topic);
        soft.BringBack();
        pc.Bank.Time.Advance(TimeSpan.FromMinutes(10));
        await pc.LookAsync();
        Assert.Equal("desk-token-pin-needed", pc.Tiding.Topic);
        soft.Opened();
        pc.Bank.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Null(await pc.LookAsync());
        Assert.Equal(pc.Newest.Serial, Assert.Single(pc.Receipts).NewSerial);
        Assert.True(place.Is(pc.Newest.Place));
        Assert.DoesNotContain(Directory.EnumerateFiles(pc.Home.Path), file => file.EndsWith(".sealed", StringComparison.Ordinal));
    }
}
