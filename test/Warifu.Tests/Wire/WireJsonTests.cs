using System.Text.Json;
using Warifu.Wire;
using Warifu.Wire.Enrolment;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Wire;

public sealed class WireJsonTests
{
    [Fact]
    public void A_record_with_nothing_in_some_places_is_read_back()
    {
        var standing = new CertificateEntry(new SerialNumber("5b8e869e2bc4b2225302f34ada65184e"), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, null);
        var request = new EnrolmentRequest(Guid.Empty, "logid031", "x", null, [1]);

        Assert.Equal(standing, Again(standing));
        Assert.Equal(request.LoginId, Again(request).LoginId);
        Assert.Null(Again(request).OneTimePassword);
    }

    [Fact]
    public void What_may_be_null_may_be_absent()
    {
        var entry = JsonSerializer.Deserialize<CertificateEntry>(
            """{"serial":"5b8e869e2bc4b2225302f34ada65184e","notBefore":"2026-11-21T00:00:00Z","notAfter":"2027-11-21T00:00:00Z"}""", WireJson.Options);

        Assert.Null(entry!.RevokedAt);
    }

    [Fact]
    public void A_message_with_a_member_too_many_or_too_few_is_not_read()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RevokeRequest>("""{"reason":"Superseded","bank":"9971"}""", WireJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RevokeRequest>("{}", WireJson.Options));
    }

    private static T Again<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, WireJson.Options), WireJson.Options)!;
}
