using System.Text;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Tests.Pki;

namespace Warifu.Tests.Desk.Certificates.Unattended;

/// <summary>The receipt as an independent program reads it.</summary>
public sealed class RenewalReceiptTests : IDisposable
{
    private readonly Drawer drawer = new();

    public void Dispose() => drawer.Dispose();

    [Fact]
    public async Task OpenSSL_verifies_both_signatures_with_nothing_but_the_banks_root()
    {
        var (receipt, content) = Made();
        using var judge = Judge.Call("openssl");
        judge.Lay("receipt.p7m", content);
        judge.Lay("root.pem", Judge.Pem("CERTIFICATE", drawer.Root));
        var at = $"{receipt.AnsweredAt.ToUnixTimeSeconds()}";
        var (code, said) = await judge.Ask("cms", "-verify", "-inform", "DER", "-in", "receipt.p7m", "-CAfile", "root.pem", "-purpose", "any", "-attime", at, "-out", "receipt.json", "-signer", "signers.pem");
        Assert.True(code == 0, said);
        var told = await File.ReadAllTextAsync(Path.Combine(judge.Folder, "receipt.json"), TestContext.Current.CancellationToken);
        Assert.Contains($"\"oldSerial\": \"{receipt.OldSerial}\"", told, StringComparison.Ordinal);
        Assert.Contains($"\"newSerial\": \"{receipt.NewSerial}\"", told, StringComparison.Ordinal);
        var signers = await File.ReadAllTextAsync(Path.Combine(judge.Folder, "signers.pem"), TestContext.Current.CancellationToken);
        Assert.Equal(2, signers.Split("BEGIN CERTIFICATE").Length - 1);

        // One letter changed, and it no longer holds, for us either.
        var altered = Altered(content, receipt.OldSerial.Hex);
        judge.Lay("receipt.p7m", altered);
        Assert.NotEqual(0, (await judge.Ask("cms", "-verify", "-inform", "DER", "-in", "receipt.p7m", "-CAfile", "root.pem", "-purpose", "any", "-attime", at)).Code);
        Assert.Null(RenewalReceipt.Read(altered));
    }

    [Fact]
    public void What_was_written_is_read_again_and_what_others_signed_is_not()
    {
        var (receipt, content) = Made();
        Assert.Equal(receipt, RenewalReceipt.Read(content));
        Assert.Null(RenewalReceipt.Read([]));
        Assert.Null(RenewalReceipt.Read(content[..^1]));
        var stranger = drawer.Put("minato02", TestAuthorities.Born);
        using var pair = stranger.WithKey(drawer.Vault).Value;
        Assert.Null(RenewalReceipt.Read(receipt.Sign([pair], stranger.Chain, receipt.AnsweredAt)));
    }

    [Fact]
    public void They_are_kept_newest_first_and_one_that_was_altered_is_not_among_them()
    {
        var (first, content) = Made();
        RenewalReceipt.Keep(drawer.Home, first.NewSerial, content);
        var (second, other) = Made();
        RenewalReceipt.Keep(drawer.Home, second.NewSerial, Altered(other, second.OldSerial.Hex));
        Assert.Equal([first], RenewalReceipt.All(drawer.Home));
        RenewalReceipt.Keep(drawer.Home, second.NewSerial, other);
        Assert.Equal(2, RenewalReceipt.All(drawer.Home).Count);
    }

    private (RenewalReceipt Receipt, byte[] Content) Made()
    {
        var old = drawer.Put("minato01", TestAuthorities.Born);
        var next = drawer.Put("minato01", TestAuthorities.Born.AddDays(330));
        var now = TestAuthorities.Born.AddDays(331);
        var receipt = RenewalReceipt.Of(old, next, new(Guid.NewGuid(), next.KeyName, now.AddSeconds(-2)), now);
        using var newPair = next.WithKey(drawer.Vault).Value;
        using var oldPair = old.WithKey(drawer.Vault).Value;
        return (receipt, receipt.Sign([newPair, oldPair], next.Chain, now));
    }

    private static byte[] Altered(byte[] content, string serial)
    {
        var place = content.AsSpan().IndexOf(Encoding.ASCII.GetBytes(serial));
        byte[] altered = [.. content];
        altered[place] = (byte)(altered[place] == '1' ? '2' : '1');
        return altered;
    }
}
