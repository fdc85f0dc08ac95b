using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Warifu.Development;
using Warifu.Pki;
using Warifu.Pki.Certificates;
using Warifu.Pki.Log;
using Warifu.Wire;
using Warifu.Wire.Registration;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary><c>warifu authority verify DIR|URL</c>: checks a copy of a log without trusting who keeps it.</summary>
internal static class VerifyCommand
{
    public static Command Make()
    {
        var place = new Argument<string>("DIR|URL") { Description = "The log: a folder with its files, or its address such as http://localhost:7400/logs/asagiri-g1." };
        var issuer = new Option<string?>("--issuer") { Description = "The issuing authority's certificate, DER. Otherwise issuer.cer of the copy is used and its fingerprint shown." };
        var earlier = new Option<string?>("--earlier") { Description = "A checkpoint kept from before: the log must have grown from it." };
        var certificates = new Option<string?>("--certificates") { Description = "Folder of certificates (*.cer), examined anew, and of receipts (*.json), matched with the log." };
        var command = new Command("verify", "Checks tree, signature and growth of a log; names the first bad leaf.") { place, issuer, earlier, certificates };
        command.SetAction((parsed, cancel) =>
            RunAsync(parsed.GetValue(place)!, parsed.GetValue(issuer), parsed.GetValue(earlier), parsed.GetValue(certificates), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string place, string? issuerFile, string? earlier, string? certificates, CancellationToken cancel)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        Task<byte[]?> ReadAsync(string path) => place.Contains("://", StringComparison.Ordinal) ? FetchAsync(client, $"{place.TrimEnd('/')}/{path}", cancel) : FileAsync(Path.Combine(place, path), cancel);
        var der = issuerFile is null ? await ReadAsync("issuer.cer") : await FileAsync(issuerFile, cancel);
        var issuer = World.Value(Certificate.Read(der ?? throw Missing(issuerFile ?? "issuer.cer")));
        if (issuerFile is null)
            Told.Errors.WriteLine(Told.Say("発行局の証明書は写しの中のものです。指紋を確かめてください: ", "The issuer's certificate is the copy's own. Compare its fingerprint: ") + Convert.ToHexStringLower(issuer.Sha256));
        var kept = earlier is null ? null : System.Text.Encoding.UTF8.GetString(await FileAsync(earlier, cancel) ?? throw Missing(earlier));
        var copy = World.Value(await LogCopy.CheckAsync(ReadAsync, issuer.Key, kept));
        var (examined, matched) = certificates is null ? (0, 0) : await CompareAsync(certificates, issuer, copy, cancel);
        Console.WriteLine(Told.Say(
            $"{copy.Checkpoint.Origin}: 葉 {copy.Checkpoint.Size}、すべて正しい。証明書 {examined}、受領証の葉 {matched}。",
            $"{copy.Checkpoint.Origin}: {copy.Checkpoint.Size} leaves, all in order. {examined} certificates, {matched} leaves of receipts."));
        return 0;
    }

    private static async Task<(int Certificates, int Leaves)> CompareAsync(string folder, Certificate issuer, LogCopy copy, CancellationToken cancel)
    {
        var (examined, matched) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(folder, "*.cer").Order(StringComparer.Ordinal))
        {
            var findings = CertificateReview.Of(World.Value(Certificate.Read(await File.ReadAllBytesAsync(file, cancel))), issuer);
            if (findings.Count > 0)
                throw new RefusedException(Named(OperationRefusals.CertificateUnsound.With(findings), file));
            examined++;
        }
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var receipts = JsonSerializer.Deserialize<LogReceipts>(await File.ReadAllBytesAsync(file, cancel), WireJson.Options)!;
            foreach (var receipt in receipts.Receipts.Where(receipt => receipt.LeafIndex is not null))
                matched += copy.Holds(receipt) ? 1 : throw new RefusedException(Named(LogCopy.ReceiptDiffers, $"{file}: {receipt.LeafIndex}"));
        }
        return (examined, matched);
    }

    private static Refusal Named(Refusal refusal, string where) =>
        refusal with { Detail = new($"{where} {refusal.Detail?.Ja}".TrimEnd(), $"{where} {refusal.Detail?.En}".TrimEnd()) };

    private static RefusedException Missing(string file) => new(OperationRefusals.FileMissing with { Detail = new(file, file) });

    private static async Task<byte[]?> FileAsync(string path, CancellationToken cancel) => File.Exists(path) ? await File.ReadAllBytesAsync(path, cancel) : null;

    private static async Task<byte[]?> FetchAsync(HttpClient client, string address, CancellationToken cancel)
    {
        using var answer = await client.GetAsync(new Uri(address), cancel);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(cancel) : null;
    }
}
