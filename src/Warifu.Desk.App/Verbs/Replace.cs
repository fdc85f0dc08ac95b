using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates;
using Warifu.Desk.Replacements;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.App.Verbs;

/// <summary>パソコンの交換: asks once, then tells how it stands, and issues as soon as the bank allows.</summary>
internal static class Replace
{
    public static Command Make()
    {
        var bank = WebAddress.Option("--bank", "Address of the bank's public site.");
        var loginId = new Option<string>("--login-id") { Description = "ログインID", Required = true };
        var oneTime = new Option<string?>("--one-time-password") { Description = "Where the contract has one." };
        var pc = new Option<string>("--pc") { Description = "What this PC is called, for who approves.", DefaultValueFactory = _ => NewPc.UsualName };
        var (onto, lastTry) = (TokenPins.Onto(), TokenPins.LastTry());
        var command = new Command("replace", """
            Has a new certificate on this PC take over from the one on another, once a colleague has approved it with the code shown. Called again it
            tells how the request stands; when the certificate may be had, it is issued. The login password is asked, or read from standard input.
            """)
        {
            bank, loginId, oneTime, pc, onto, lastTry,
        };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            var (site, user) = (parsed.GetValue(bank)!, parsed.GetValue(loginId)!);
            var password = person.AskSecret("ログインパスワード:", "Login password:");
            var place = TokenPins.Place(person, parsed.GetValue(onto), usual: null, parsed.GetValue(lastTry));
            if (place.Refusal is { } noPlace)
                return noPlace;
            var asked = await new ReplaceCertificate(person.Home, vault.Value, place.Value).AskAsync(
                site, user, password, parsed.GetValue(oneTime), parsed.GetValue(pc)!, person.Japanese, cancel);
            if (asked.Refusal is { } refusal)
                return refusal;
            var standing = asked.Value.NewPc!.Standing!;
            if (standing.State is not (ReplacementState.Open or ReplacementState.Done))
                return Tell(person, standing);
            var issued = await new IssueCertificate(person.Home, vault.Value).RunAsync(
                site, user, password, parsed.GetValue(oneTime), person.Japanese, step: null, cancel);
            if (issued.Refusal is { } notIssued)
                return notIssued;
            Issue.Show(person, issued.Value);
            return null;
        });
        return command;
    }

    private static Refusal? Tell(Person person, ReplacementStanding standing)
    {
        person.Answer(standing, () =>
        {
            AnsiConsole.WriteLine(standing.State.Words().In(person.Japanese));
            if (standing.Opens is { } opens)
                AnsiConsole.WriteLine(person.Say($"{opens.ToLocalTime():yyyy-MM-dd HH:mm} から取得できます。", $"The certificate may be had from {opens.ToLocalTime():yyyy-MM-dd HH:mm}."));
            else
                AnsiConsole.WriteLine(person.Say(
                    $"確認番号 {standing.Code} を、承認する方に電話か直接お会いして伝えてください（{standing.CodeEnds.ToLocalTime():HH:mm} まで）。",
                    $"Tell the code {standing.Code} to who approves, in person or by telephone, before {standing.CodeEnds.ToLocalTime():HH:mm}."));
        });
        return null;
    }
}
