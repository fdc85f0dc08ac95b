using System.Security.Cryptography;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Tests.Bank;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Operations;

public sealed class StaffCommandTests(TestCluster cluster)
{
    [Fact]
    public async Task A_member_is_admitted_changed_and_withdrawn()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var program = new WarifuProgram(bank.Settings);
        var authorities = bank.Authority.Authorities;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // The program judges by the machine's own clock.
        var made = bank.Authority.Issue(SigningRequest.Make(key, Subject.Empty), "staff S0101", "ASAGIRI", bank.Time.GetUtcNow(), 365);
        string[] words =
        [
            "staff", "admit", "S0101", "--name", "霧島 早苗", "--may-request", "--certificate", Lay("leaf", made.Der), "--issuer", Lay("issuing", authorities.Issuing.Der),
            "--root", Lay("root", authorities.Root.Der),
        ];

        var first = await program.RunAsync(words);
        var same = await program.RunAsync(words);
        var more = await program.RunAsync([.. words, "--may-approve"]);
        var unreadable = await program.RunAsync([.. words[..^1], program.Lay("not", "a certificate")]);
        var gone = await program.RunAsync("staff", "withdraw", "S0101");
        var again = await program.RunAsync("staff", "withdraw", "S0101");

        Assert.True(first.Code == 0, first.Errors);
        Assert.Contains("S0101 is admitted.", first.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing had to be changed.", same.Output, StringComparison.Ordinal);
        Assert.Contains("is admitted", more.Output, StringComparison.Ordinal);
        Assert.Equal((69, true), (unreadable.Code, unreadable.Errors.Contains("certificate-unreadable", StringComparison.Ordinal)));
        Assert.Equal((0, 69), (gone.Code, again.Code));
        Assert.Contains("staff-unknown", again.Errors, StringComparison.Ordinal);
        Assert.Equal(["staff-admitted", "staff-admitted", "staff-gone"], (await bank.ActsAsync()).Where(act => act.StartsWith("staff", StringComparison.Ordinal)));

        string Lay(string name, ReadOnlyMemory<byte> der) => program.Lay($"{name}.pem", PemEncoding.WriteString("CERTIFICATE", der.Span) + "\n");
    }
}
