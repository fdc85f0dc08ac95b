using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Warifu.Bank.Profiles;
using Warifu.Bank.Renewals;
using Warifu.Bank.SignIn;
using Warifu.Bank.Users;
using Warifu.Tests.Bank.Enrolment.Programs;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Renewals;

/// <summary>A company of twenty users lives through more than a year, day by day, at a bank of two nodes.</summary>
public sealed class YearOfACompanyTests(TestCluster cluster)
{
    private const int Users = 20;
    private const int Days = 400;

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [Trait("takes", "long")]
    [InlineData(Overlap.ReplaceOnFirstUse)]
    [InlineData(Overlap.UntilExpiry)]
    public async Task Nobody_who_follows_the_notices_is_ever_locked_out_and_each_mail_comes_once(Overlap overlap)
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { Certificate = profile.Certificate with { Overlap = overlap } });
        var people = await HireAsync(bank);
        for (var day = 0; day < Days; day++, bank.Time.Advance(TimeSpan.FromDays(1)))
        {
            foreach (var person in people.Where(person => person.StartsOn == day))
                person.Uses = await bank.CertificateOfAsync(person.LoginId);
            await Task.WhenAll(LookAsync(bank), LookAsync(bank));
            await ReadMailAsync(bank, people);
            foreach (var person in people.Where(person => person.Uses is not null))
            {
                await LiveADayAsync(bank, person);
                Assert.Null((await CertificateHolder.FindAsync(bank.Database, bank.Profile, SHA256.HashData(person.Uses!.RawData), Cancel)).Refusal);
            }
        }
        foreach (var person in people)
        {
            // One certificate has neared its end: its lead times came once each, and none after he had acted.
            Assert.Equal(1, person.Renewals);
            Assert.Equal(person.ActsAt is { } acts ? bank.Profile.Certificate.NoticeDays.Where(days => days >= acts) : person.Told.Take(1), person.Told);
            person.Uses!.Dispose();
        }
    }

    /// <summary>Some have allowed their program to renew; the others act at the first notice, the second or the last.</summary>
    private static async Task LiveADayAsync(TestBank bank, Person person)
    {
        var left = (person.Uses!.NotAfter.ToUniversalTime() - bank.Time.GetUtcNow().UtcDateTime).TotalDays;
        var unattended = person.ActsAt is null;
        if (person.Allows)
        {
            using var allowing = new ProgramOnPc(bank, person.Uses);
            Assert.Null((await allowing.AllowAsync(person.Password)).Code);
            person.Allows = false;
        }
        if (unattended ? left > 40 - person.Jitter : !person.Notified)
            return;
        using var program = new ProgramOnPc(bank, person.Uses);
        var renewed = program.Held((await program.RenewAsync(unattended ? null : person.Password)).Value);
        var browser = bank.Browser(renewed);
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", person.Password));
        Assert.Equal("/", browser.Address!.AbsolutePath);
        browser.Dispose();
        person.Uses.Dispose();
        (person.Uses, person.Notified, person.Renewals) = (renewed, false, person.Renewals + 1);
    }

    /// <summary>Takes in what came since; whoever waits for this lead time will act on it.</summary>
    private static async Task ReadMailAsync(TestBank bank, IReadOnlyList<Person> people)
    {
        foreach (var letter in (await bank.LettersAsync()).Where(letter => letter.Subject.Contains("有効期限のお知らせ", StringComparison.Ordinal)))
        {
            var person = people.Single(person => letter.To.StartsWith(person.LoginId + "@", StringComparison.Ordinal));
            var days = int.Parse(Regex.Match(letter.Subject, "残り([0-9]+)日").Groups[1].Value);
            person.Told.Add(days);
            person.Notified |= person.ActsAt == days;
        }
        await bank.ExecuteAsync("update mail set letter = null, sent_at = made_at where letter is not null");
    }

    private static async Task<IReadOnlyList<Person>> HireAsync(TestBank bank)
    {
        var people = Enumerable.Range(0, Users).Select(n => new Person($"oki{n:00}", $"Login-oki{n:00}")
        {
            StartsOn = n,
            Jitter = n % 7,
            ActsAt = n % 4 == 3 ? null : bank.Profile.Certificate.NoticeDays[n % 4],
            Allows = n % 4 == 3,
        }).ToList();
        var kind = TestBank.Minato.Users.Single(user => user.LoginId == "minato03");
        var contract = TestBank.Minato with
        {
            Id = "0000420002",
            Accounts = [],
            Users = [TestBank.Minato.Users[0] with { LoginId = "okimaster" }, .. people.Select((person, n) => kind with { LoginId = person.LoginId, Seq = $"B{n:000}", Mail = $"{person.LoginId}@oki.example" })],
        };
        var passwords = people.ToDictionary(person => person.LoginId, person => new FirstPasswords(person.Password, $"Confirm-{person.LoginId}") { AreOwn = true });
        passwords["okimaster"] = new("Login-master1", "Confirm-master1") { AreOwn = true };
        Assert.Null((await bank.Operations.MakeContractAsync(bank.Profile.Code, contract, passwords, Cancel)).Refusal);
        return people;
    }

    private static Task<int> LookAsync(TestBank bank) => bank.SweepAsync<RenewalReminders>();

    private sealed class Person(string loginId, string password)
    {
        public string LoginId => loginId;

        public string Password => password;

        public required int StartsOn { get; init; }

        /// <summary>Days that his program waits once renewal opens.</summary>
        public required int Jitter { get; init; }

        /// <summary>The lead time at which he acts; null when his program does.</summary>
        public required int? ActsAt { get; init; }

        public bool Allows { get; set; }

        public bool Notified { get; set; }

        public int Renewals { get; set; }

        public List<int> Told { get; } = [];

        public X509Certificate2? Uses { get; set; }
    }
}
