using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Warifu.Bank.Profiles;
using Warifu.Wire;

namespace Warifu.Worlds;

/// <summary>What other programs need to know of a running world.</summary>
/// <param name="ServerCa">PEM file of the root that servers descend from.</param>
/// <param name="PcPassphrase">Opens the keys on the users' PCs of this world.</param>
internal sealed record Description(
    Uri Authority, Uri BankWww, Uri BankCert, Uri Hub, Uri HubAgents, string ServerCa, string PcPassphrase,
    IReadOnlyList<Description.BankPlace> Banks, IReadOnlyList<Description.BankUser> Users, IReadOnlyList<Description.StaffMember> Staff, Description.HubMember Member)
{
    /// <summary>There while ./dev up runs.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, "running.json");

    public static Description Of(World world) => new(
        world.Addresses.Authority, world.Addresses.BankWww, world.Addresses.BankCert, world.Addresses.Hub, world.Addresses.HubAgents, world.ServerCa, world.People.PcPassphrase,
        [.. world.Banks.Select(bank => new BankPlace(
            bank.Profile.Code, bank.Profile.Name, Addresses.Of(bank.Profile, BankFaces.Www), Addresses.Of(bank.Profile, BankFaces.Cert)))],
        [.. world.Banks.SelectMany(bank => bank.Contracts.SelectMany(contract => contract.Users).Select(user => new BankUser(
            bank.Profile.Code, user.LoginId, user.Kind, world.People.Login(user.LoginId), world.People.Confirmation(user.LoginId),
            bank.Profile.Certificate.AcquisitionPassword ? world.People.Acquisition(user.LoginId) : null)))],
        [.. world.Banks.SelectMany(bank => bank.Staff.Select(member => new StaffMember(
            bank.Profile.Code, member.StaffId, member.Name, Addresses.Of(bank.Profile, BankFaces.Staff), world.StaffCertificate(bank.Profile.Code, member.StaffId))))],
        new(People.Mail, world.People.Member));

    /// <summary>Where the bank of a user is.</summary>
    public BankPlace BankOf(string loginId) => Banks.Single(bank => bank.Code == Of(loginId).Bank);

    public BankUser Of(string loginId) => Users.Single(user => user.LoginId == loginId);

    /// <returns>Null when no world runs.</returns>
    public static Description? Read() =>
        File.Exists(FileIn(Checkout.UpFolder)) ? JsonSerializer.Deserialize<Description>(File.ReadAllBytes(FileIn(Checkout.UpFolder)), WireJson.Options) : null;

    internal sealed record BankPlace(BankCode Code, Phrase Name, Uri Www, Uri Cert);

    /// <param name="AcquisitionPassword">Null at a bank that has none.</param>
    internal sealed record BankUser(BankCode Bank, string LoginId, string Kind, string Password, string ConfirmationPassword, string? AcquisitionPassword = null);

    /// <param name="Site">The staff face of his bank.</param>
    /// <param name="Certificate">PEM file; its key stands beside it as .key.</param>
    internal sealed record StaffMember(BankCode Bank, string StaffId, string Name, Uri Site, string Certificate)
    {
        public X509Certificate2 Pair() => X509Certificate2.CreateFromPemFile(Certificate, Path.ChangeExtension(Certificate, ".key"));
    }

    internal sealed record HubMember(string Mail, string Password);
}
