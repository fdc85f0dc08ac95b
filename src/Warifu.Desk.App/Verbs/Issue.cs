using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates;

namespace Warifu.Desk.App.Verbs;

/// <summary>証明書発行 (seed 003, CCHK001, CCHK002, CCHK007).</summary>
internal static class Issue
{
    public static Command Make()
    {
        var bank = WebAddress.Option("--bank", "Address of the bank's public site.");
        var loginId = new Option<string>("--login-id") { Description = "ログインID", Required = true };
        var oneTime = new Option<string?>("--one-time-password") { Description = "Where the contract has one." };
        var (onto, lastTry) = (TokenPins.Onto(), TokenPins.LastTry());
        var command = new Command("issue", "Makes a key on this PC and has the bank certify it. The login password is asked, or read from standard input.")
        {
            bank, loginId, oneTime, onto, lastTry,
        };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            var password = person.AskSecret("ログインパスワード:", "Login password:");
            var place = TokenPins.Place(person, parsed.GetValue(onto), usual: null, parsed.GetValue(lastTry));
            if (place.Refusal is { } noPlace)
                return noPlace;
            var issued = await new IssueCertificate(person.Home, vault.Value, place.Value).RunAsync(
                parsed.GetValue(bank)!, parsed.GetValue(loginId)!, password, parsed.GetValue(oneTime), person.Japanese, step: null, cancel);
            if (issued.Refusal is { } refusal)
                return refusal;
            Show(person, issued.Value);
            return null;
        });
        return command;
    }

    public static void Show(Person person, HeldCertificate held)
    {
        var subject = held.Certificate.Subject!;
        person.Answer(
            new { held.Serial, subject.Organisation, OrganisationUnit = subject.Unit, subject.CommonName, held.Certificate.NotAfter },
            () => AnsiConsole.Write(new Panel(new Text($"""
                {person.Say("電子証明書の発行とインストールが完了しました。", "The certificate is issued and installed.")}

                Organization = {subject.Organisation}
                Organization Unit = {subject.Unit}
                Common Name = {subject.CommonName}
                {person.Say("証明書シリアル番号", "Serial number")} = {held.Serial}
                """)).Header("CCHK007")));
    }
}
