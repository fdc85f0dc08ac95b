using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Bank.Staff;
using Warifu.Development;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary><c>warifu bank staff</c>: who of the bank's people may use the staff face, and with which certificate.</summary>
internal static class StaffCommand
{
    public static Command Make() => new("staff", """
        Who of the bank's people may use the staff face. Nobody approves what he asked for himself, whatever his roles.

          warifu bank staff admit S0101 --name NAME --may-request --certificate s0101.pem --issuer wire-g1.pem --root root.pem
          warifu bank staff withdraw S0101
        """)
    {
        Admit(),
        Withdraw(),
    };

    private static Command Admit()
    {
        var staffId = StaffId();
        var name = new Option<string>("--name") { Description = "As colleagues see it.", Required = true };
        var requests = new Option<bool>("--may-request") { Description = "May ask for acts on paper forms." };
        var approves = new Option<bool>("--may-approve") { Description = "May approve what a colleague asked for." };
        var certificate = new Option<string>("--certificate") { Description = "His certificate, PEM or DER.", Required = true };
        var issuer = new Option<string>("--issuer") { Description = "The authority that issued it.", Required = true };
        var root = new Option<string>("--root") { Description = "The root above that.", Required = true };
        var options = new BankOptions();
        var command = new Command("admit", "Enters a member of staff with his certificate; again with another certificate or other roles.") { staffId, name, requests, approves, certificate, issuer, root };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var member = new NewStaff(parsed.GetValue(staffId)!, parsed.GetValue(name)!, parsed.GetValue(requests), parsed.GetValue(approves));
            var (operations, bank) = options.Open(parsed);
            await using var _ = operations;
            var changed = World.Value(await operations.AdmitStaffAsync(
                bank.Code, member, Read(parsed.GetValue(certificate)!), Read(parsed.GetValue(issuer)!), Read(parsed.GetValue(root)!), cancel));
            Console.WriteLine(changed ? Told.Say($"{member.StaffId} を登録しました。", $"{member.StaffId} is admitted.") : Told.Say("変更はありません。", "Nothing had to be changed."));
            return 0;
        });
        return command;
    }

    private static Command Withdraw()
    {
        var staffId = StaffId();
        var options = new BankOptions();
        var command = new Command("withdraw", "Refuses a member of staff from his next request on. What he did stays.") { staffId };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (operations, bank) = options.Open(parsed);
            await using var _ = operations;
            var id = parsed.GetValue(staffId)!;
            if (!await operations.WithdrawStaffAsync(bank.Code, id, cancel))
                throw new RefusedException(OperationRefusals.StaffUnknown with { Detail = new(id, id) });
            Console.WriteLine(Told.Say($"{id} の登録を抹消しました。", $"{id} is withdrawn."));
            return 0;
        });
        return command;
    }

    private static Argument<string> StaffId() => new("STAFF_ID") { Description = "職員番号, 1 to 20 letters and digits." };

    private static byte[] Read(string file)
    {
        if (!File.Exists(file))
            throw new RefusedException(OperationRefusals.FileMissing with { Detail = new(file, file) });
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            return certificate.RawData;
        }
        catch (CryptographicException)
        {
            // The register's own reader says what is wrong with it.
            return File.ReadAllBytes(file);
        }
    }
}
