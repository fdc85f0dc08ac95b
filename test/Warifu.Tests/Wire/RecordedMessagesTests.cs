using System.Text.Json;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Wire;

/// <summary>
/// Messages of the registration wire as they were once written. They are never rewritten: a bank or an authority of that
/// day still sends them.
/// </summary>
public sealed class RecordedMessagesTests
{
    private static readonly SerialNumber Serial = new("5b8e869e2bc4b2225302f34ada65184e");
    private static readonly SerialNumber OldSerial = new("2bc4b2225302f34a");
    private static readonly Guid Key = new("0193a2b4-5c6d-7e8f-9a0b-1c2d3e4f5a6b");
    private static readonly DateTimeOffset From = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2027, 11, 21, 8, 59, 59, TimeSpan.Zero);

    public static TheoryData<string, object> Messages => new()
    {
        { "issue-request", new IssueRequest(Key, [0x30, 0x00], "logid031 A001 20261121180000000435", "株式会社みなと商会", 365) },
        { "issued-certificate", new IssuedCertificate(Serial, [0x30, 0x00], [[0x30, 0x01], [0x30, 0x02]]) },
        { "renew-request", new RenewRequest(Key, [0x30, 0x00], "logid031 A001 20271012180000000435", 365, RenewalOverlap.ReplaceOnFirstUse) },
        { "revoke-request", new RevokeRequest(RevocationReason.KeyCompromise) },
        { "standing-request", new StandingRequest(Key) },
        { "certificate-entry", new CertificateEntry(Serial, From, To, null, null) },
        { "certificate-entry-suspended", new CertificateEntry(Serial, From, To, From.AddDays(3), RevocationReason.CertificateHold) },
        { "certificate-entry-renewal", new CertificateEntry(Serial, From, To, null, null) { Renews = OldSerial, Overlap = RenewalOverlap.KeepUntilExpiry } },
        { "change-revoked", new CertificateChange(17, Serial, ChangeKind.Revoked, RevocationReason.Superseded, From) },
        { "change-suspended", new CertificateChange(18, Serial, ChangeKind.Suspended, RevocationReason.CertificateHold, From) },
        { "change-resumed", new CertificateChange(19, Serial, ChangeKind.Resumed, null, From) },
        { "change-heartbeat", new ChangeHeartbeat(19) },
        { "issuing-authority", new IssuingAuthority(new BankCode("9972"), [0x30, 0x01], [0x30, 0x02]) },
    };

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public void A_recorded_message_is_read_as_it_was_meant(string name, object meant)
    {
        var recorded = File.ReadAllText(Path.Combine(Repository.Root, "test/Warifu.Tests/Wire/Golden", $"registration-v1-{name}.json"));

        var read = JsonSerializer.Deserialize(recorded, meant.GetType(), WireJson.Options)!;

        Assert.Equivalent(meant, read, strict: true);
    }
}
