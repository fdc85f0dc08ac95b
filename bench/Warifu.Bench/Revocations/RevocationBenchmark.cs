using System.Diagnostics;
using Warifu.Bank;
using Warifu.Bank.Users;
using Warifu.Bench.Figures;
using Warifu.Bench.Starts;
using Warifu.Development;
using Warifu.Desk.Certificates;
using Warifu.Stories;
using Warifu.Wire;
using Warifu.Wire.Registration;
using Warifu.Worlds;

namespace Warifu.Bench.Revocations;

/// <summary>
/// From a revocation's commit to the refusal of the next request on a connection that is open and signed in, at a second node of the bank.
/// Every person has a certificate, a connection and a session of his own.
/// </summary>
internal static class RevocationBenchmark
{
    private const int AtTheAuthority = 100;
    private const int AtTheBank = 25;
    private const double Limit = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Database], cancel);
        await using var place = new Place();
        await using var world = await World.StartDatabaseAsync(place.Folder, Ports.Free(), TimeProvider.System, cancel);
        await world.HoldCeremonyAsync(cancel);
        await world.StartPartiesAsync(cancel);
        var another = Ports.Free().Base;
        await world.StartAnotherBankNodeAsync(another, cancel);
        await using var bank = world.BankOperations();
        await using var authority = await world.OpenAuthorityAsync(cancel);
        var people = await PeopleAsync(world, bank, place.Folder, cancel);
        try
        {
            foreach (var person in people)
                await person.SignInAsync(new Uri($"https://localhost:{another}"), cancel);
            var seconds = new List<double>();
            foreach (var person in people.Take(AtTheAuthority))
            {
                _ = World.Value(await authority.RevokeAsync(world.Bank.Code, person.Serial, RevocationReason.KeyCompromise, cancel));
                seconds.Add(await UntilRefusedAsync(person, cancel));
            }

            var served = 0;
            foreach (var person in people.Skip(AtTheAuthority))
            {
                _ = World.Value(await bank.RevokeCertificateAsync(world.Bank.Code, person.LoginId, RevocationReason.KeyCompromise, cancel));
                if (await person.IsServedAsync(cancel))
                    served++;
            }

            double[] sorted = [.. seconds.Order()];
            return
            [
                Figure.Under("revoked at the authority, refused by the bank: 99 of 100", sorted[(int)(sorted.Length * 0.99) - 1], "s", Limit),
                Figure.Told("revoked at the authority, refused by the bank: median", Medians.Of(sorted), "s"),
                Figure.Under($"requests served by another node after {AtTheBank} revocations at the bank", served, "requests", 1),
            ];
        }
        finally
        {
            foreach (var person in people)
                person.Dispose();
        }
    }

    private static async Task<double> UntilRefusedAsync(Person person, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        while (await person.IsServedAsync(cancel))
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new InvalidOperationException($"A revoked certificate was served for {Patience.TotalSeconds} s.");
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task<IReadOnlyList<Person>> PeopleAsync(World world, BankOperations bank, string folder, CancellationToken cancel)
    {
        var sample = world.Banks.Single(one => one.Profile.Code == world.Bank.Code).Contracts[0];
        NewUser[] users = [.. Enumerable.Range(1, AtTheAuthority + AtTheBank).Select(at => new NewUser($"bench{at:000}", $"計測 {at}", at == 1 ? "master" : "general", $"A{at:000}"))];
        var contract = sample with { Id = "0000429999", Users = users, Accounts = [] };
        _ = World.Value(await bank.MakeContractAsync(world.Bank.Code, contract, users.ToDictionary(user => user.LoginId, user => PasswordsOf(world, user.LoginId)), cancel));
        var made = new List<Person>();
        foreach (var user in users)
            made.Add(await Person.MakeAsync(world, user.LoginId, PasswordsOf(world, user.LoginId).Login, Path.Combine(folder, "pc", user.LoginId), cancel));
        return made;
    }

    private static FirstPasswords PasswordsOf(World world, string user) => new(world.People.Login(user), world.People.Confirmation(user)) { AreOwn = true };

    private sealed class Person(string loginId, string password, Pc pc, HeldCertificate held) : IDisposable
    {
        private Visitor? visitor;

        public string LoginId => loginId;

        public SerialNumber Serial => held.Serial;

        public static async Task<Person> MakeAsync(World world, string loginId, string password, string folder, CancellationToken cancel)
        {
            var description = Description.Of(world);
            var pc = Pc.Of(description with { Users = [.. description.Users, new(world.Bank.Code, loginId, "general", password, "")] }, loginId, folder, japanese: false);
            return new Person(loginId, password, pc, await pc.CertificateAsync(cancel));
        }

        public async Task SignInAsync(Uri node, CancellationToken cancel)
        {
            visitor = new Visitor(node, pc.WithKey(held), pc.Folder, japanese: false);
            await visitor.OpenAsync("/sign-in", cancel);
            await visitor.PressAsync("main form[method=post]", new Dictionary<string, string> { ["Password"] = password }, cancel);
            if (!await IsServedAsync(cancel))
                throw new InvalidOperationException($"{loginId} is not signed in: {visitor.Path}.");
        }

        public async Task<bool> IsServedAsync(CancellationToken cancel)
        {
            try
            {
                await visitor!.OpenAsync("/", cancel);
                return visitor.Path == "/";
            }
            catch (RefusedException)
            {
                return false;
            }
        }

        public void Dispose() => visitor?.Dispose();
    }
}
