using System.CommandLine;
using System.Text.Json;
using Warifu.Operations;
using Warifu.Pki.Log;
using Warifu.Tests.Pki;
using Warifu.Tests.Pki.Log;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Operations;

/// <summary>The command on a copy in a folder, as somebody far from the authority uses it.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-log-copy-").FullName;
    private readonly TestAuthorities authorities = new();

    public VerifyCommandTests()
    {
        var client = authorities.Client();
        var record = new LogRecord(client.Sha256, LogEvent.Issued, TestAuthorities.Now, TestLog.Entry(5));
        var tree = new TreeGrowth(0, []);
        foreach (var (tile, content) in tree.Append([.. Enumerable.Range(0, 299).Select(TestLog.Entry), record.Entry]))
            Lay(tile.Path, content);
        Lay("checkpoint", System.Text.Encoding.UTF8.GetBytes(new Checkpoint(TestLog.Origin, tree.Size, tree.Root).Sign(authorities.IssuingKey)));
        Lay("issuer.cer", authorities.Issuing.Der.ToArray());
        Lay("held/client.cer", client.Der.ToArray());
        Lay("held/client.json", JsonSerializer.SerializeToUtf8Bytes(
            new LogReceipts(null, [new LogReceipt(client.Sha256, LogEvent.Issued, TestAuthorities.Now, record.Salt, 299, [])]), WireJson.Options));
    }

    public void Dispose()
    {
        authorities.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_sound_copy_with_its_certificates_and_receipts_passes() =>
        Assert.Equal(0, await RunAsync("--certificates", At("held"), "--earlier", At("checkpoint"), "--issuer", At("issuer.cer")));

    [Theory]
    [InlineData("tile/entries/000", "log-copy-altered")]
    [InlineData("tile/0/001.p/44", "log-copy-altered")]
    [InlineData("tile/1/000.p/1", "log-copy-altered")]
    [InlineData("checkpoint", "log-checkpoint-unsound")]
    [InlineData("held/client.cer", "log-certificate-unsound")]
    public async Task A_flipped_bit_is_refused_by_its_code(string file, string code)
    {
        var content = await File.ReadAllBytesAsync(At(file), TestContext.Current.CancellationToken);
        content[^3] ^= 1;
        Lay(file, content);

        Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => RunAsync("--certificates", At("held")))).Refusal.Code);
    }

    [Fact]
    public async Task A_receipt_of_another_log_is_refused()
    {
        var text = await File.ReadAllTextAsync(At("held/client.json"), TestContext.Current.CancellationToken);
        Lay("held/client.json", System.Text.Encoding.UTF8.GetBytes(text.Replace("299", "298", StringComparison.Ordinal)));

        Assert.Equal("log-receipt-differs", (await Assert.ThrowsAsync<RefusedException>(() => RunAsync("--certificates", At("held")))).Refusal.Code);
    }

    private Task<int> RunAsync(params string[] options) => AuthorityCommand.Make().Parse(["verify", folder, .. options])
        .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);

    private string At(string name) => Path.Combine(folder, name);

    private void Lay(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), content);
    }
}
