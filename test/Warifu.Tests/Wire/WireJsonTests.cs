using System.Text.Json;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Tests.Wire;

public sealed class WireJsonTests
{
    private static readonly WireLine Line = new(new DateOnly(2026, 8, 3), new DateOnly(2026, 8, 3), "-100", null, "ﾃｽｳﾘﾖｳ", null, null);

    [Fact]
    public void What_may_be_null_is_not_written_and_need_not_be_there()
    {
        var text = JsonSerializer.Serialize(Line, WireJson.Options);

        Assert.DoesNotContain("balance", text, StringComparison.Ordinal);
        Assert.Equal(Line, JsonSerializer.Deserialize<WireLine>(text, WireJson.Options));
        var lease = new Lease(Guid.NewGuid(), 7, null, DateTimeOffset.UnixEpoch);
        Assert.Equal(lease, JsonSerializer.Deserialize<Lease>(JsonSerializer.Serialize(lease, WireJson.Options), WireJson.Options));
    }

    [Theory]
    [InlineData("""{"bookingDate":"2026-08-03","valueDate":"2026-08-03","amount":"1"}""")]
    [InlineData("""{"bookingDate":"2026-08-03","valueDate":"2026-08-03","amount":"1","description":null}""")]
    [InlineData("""{"bookingDate":"2026-08-03","valueDate":"2026-08-03","amount":1,"description":""}""")]
    [InlineData("""{"bookingDate":"2026-08-03","valueDate":"2026-08-03","amount":"1","description":"","extra":1}""")]
    public void What_is_missing_null_of_another_type_or_unknown_is_refused(string text) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<WireLine>(text, WireJson.Options));
}
