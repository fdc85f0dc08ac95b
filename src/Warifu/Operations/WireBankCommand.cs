using System.CommandLine;
using System.Security.Cryptography;
using Warifu.Authority;
using Warifu.Development;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary><c>warifu authority bank</c>: which certificates open the registration wire, and for whom.</summary>
internal static class WireBankCommand
{
    public static Command Make() => new("bank", "Registers a bank on the wire, or withdraws its certificate.") { Register(), Withdraw() };

    private static Command Register()
    {
        var bank = CodeArgument();
        var csr = new Option<string>("--csr") { Description = "The bank's signing request, PKCS#10 in DER or PEM.", Required = true };
        var to = new Option<string>("--to") { Description = "File for the certificate, PEM.", Required = true };
        var options = new AuthorityOptions();
        var command = new Command("register", "Issues a bank's registration certificate and enters it in the register. The same request changes nothing.") { bank, csr, to };
        options.AddTo(command, keys: true);
        command.SetAction(async (parsed, cancel) =>
        {
            var request = await DerOfAsync(parsed.GetValue(csr)!, cancel);
            await using var office = await AuthorityOffice.OpenAsync(options.SettingsOf(parsed), cancel: cancel);
            // The request names itself, so that running the command again repeats nothing.
            var key = new Guid(SHA256.HashData(request).AsSpan(0, 16));
            var issued = World.Value(await office.RegisterBankAsync(new BankCode(parsed.GetValue(bank)!), key, request, cancel));
            await File.WriteAllTextAsync(parsed.GetValue(to)!, PemEncoding.WriteString("CERTIFICATE", issued.Certificate) + "\n", cancel);
            Console.WriteLine($"SHA-256 {Convert.ToHexStringLower(SHA256.HashData(issued.Certificate))}");
            return 0;
        });
        return command;
    }

    private static Command Withdraw()
    {
        var bank = CodeArgument();
        var certificate = new Option<string>("--certificate") { Description = "The registration certificate, DER or PEM.", Required = true };
        var options = new AuthorityOptions();
        var command = new Command("withdraw", "A registration certificate opens nothing from the next request on.") { bank, certificate };
        options.AddTo(command, keys: true);
        command.SetAction(async (parsed, cancel) =>
        {
            var sha256 = SHA256.HashData(await DerOfAsync(parsed.GetValue(certificate)!, cancel));
            await using var office = await AuthorityOffice.OpenAsync(options.SettingsOf(parsed), cancel: cancel);
            await office.WithdrawBankAsync(new BankCode(parsed.GetValue(bank)!), sha256, cancel);
            Console.WriteLine(Told.Say($"取り消しました: {Convert.ToHexStringLower(sha256)}", $"Withdrawn: {Convert.ToHexStringLower(sha256)}"));
            return 0;
        });
        return command;
    }

    internal static Argument<string> CodeArgument()
    {
        var bank = new Argument<string>("BANK") { Description = "Bank code, four digits." };
        bank.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: 4 } code || !code.All(char.IsAsciiDigit))
                result.AddError("BANK: 0000-9999");
        });
        return bank;
    }

    private static async Task<byte[]> DerOfAsync(string file, CancellationToken cancel)
    {
        if (!File.Exists(file))
            throw new RefusedException(OperationRefusals.FileMissing with { Detail = new(file, file) });
        var content = await File.ReadAllBytesAsync(file, cancel);
        var text = System.Text.Encoding.UTF8.GetString(content);
        return PemEncoding.TryFind(text, out var fields) ? Convert.FromBase64String(text[fields.Base64Data]) : content;
    }
}
