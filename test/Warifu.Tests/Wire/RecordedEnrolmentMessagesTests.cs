using System.Text.Json;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Tests.Wire;

/// <summary>Messages of the enrolment wire as they were once written. They are never rewritten: a program of that day still sends them.</summary>
public sealed class RecordedEnrolmentMessagesTests
{
    private static readonly SerialNumber Serial = new("5b8e869e2bc4b2225302f34ada65184e");
    private static readonly Guid Key = new("0193a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b");
    private static readonly DateTimeOffset Opens = new(2027, 10, 12, 8, 59, 59, TimeSpan.Zero);
    private static readonly DateTimeOffset Ends = new(2027, 11, 21, 8, 59, 59, TimeSpan.Zero);

    public static TheoryData<string, object> Messages => new()
    {
        { "bank", new EnrollingBank(new("9972"), new("あさぎり信用組合", "Asagiri Credit Union"), new("https://cert.asagiri.test"), 40, true) },
        { "authentication-request", new EnrolmentAuthenticationRequest(Key, "minato03", "Login-0003", true) },
        { "authentication", new EnrolmentAuthentication(true, false, true, "k***@minato.example", 10) },
        { "enrolment-request", new EnrolmentRequest(Key, "minato03", "Login-0003", "12345678", [0x30, 0x00]) },
        { "enrolled-certificate", new EnrolledCertificate(Serial, [0x30, 0x00], [[0x30, 0x01], [0x30, 0x02]], new("9972"), new("あさぎり信用組合", "Asagiri Credit Union"), Opens) },
        { "renewal-standing", new RenewalStanding("minato03", Serial, Ends, Opens, false, true, null) },
        { "renewal-authentication-request", new RenewalAuthenticationRequest(Key, "Login-0003", false) },
        { "renewal-request", new RenewalRequest(Key, "Login-0003", "123456", [0x30, 0x00]) },
        { "renewal-request-unattended", new RenewalRequest(Key, null, null, [0x30, 0x00]) },
        { "replacement-request", new ReplacementRequest(Key, "minato03", "Login-0003", null, "経理の新しいPC") },
        { "replacement-standing", new ReplacementStanding(ReplacementState.Approved, "ABCD-2345", Opens, Opens, Ends) },
        { "unattended-renewal-consent", new UnattendedRenewalConsent(Key, "Login-0003", null) },
    };

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void A_recorded_message_is_read_as_it_was_meant(string name, object meant)
    {
        var recorded = File.ReadAllText(Path.Combine(Repository.Root, "test/Warifu.Tests/Wire/Golden", $"enrolment-v1-{name}.json"));

        var read = JsonSerializer.Deserialize(recorded, meant.GetType(), WireJson.Options)!;

        Assert.Equivalent(meant, read, strict: true);
    }
}
