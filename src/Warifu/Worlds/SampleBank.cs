using Warifu.Bank.Profiles;
using Warifu.Bank.Staff;
using Warifu.Bank.Users;

namespace Warifu.Worlds;

/// <summary>A bank of <c>samples/banks/</c> with the customers of <c>samples/contracts/</c> it starts with.</summary>
/// <param name="Name">Of its profile file.</param>
/// <param name="Staff">Who tries its staff face.</param>
internal sealed record SampleBank(string Name, BankProfile Profile, IReadOnlyList<NewContract> Contracts, IReadOnlyList<NewStaff> Staff)
{
    public const string OfDemonstration = "asagiri";

    private static readonly IReadOnlyList<(string Name, string[] Contracts)> Samples =
        [("tsukinowa", ["tobiuo"]), (OfDemonstration, ["minato"]), ("shiokaze", ["hamabe", "isobe"])];

    public static IReadOnlyList<SampleBank> All() =>
        [.. Samples.Select(sample => new SampleBank(
            sample.Name,
            World.Value(ProfileFile.Read(Read("banks", sample.Name))),
            [.. sample.Contracts.Select(contract => World.Value(ContractFile.Read(Read("contracts", contract))))],
            World.Value(StaffFile.Read(Read("staff", sample.Name)))))];

    private static string Read(string folder, string name) => File.ReadAllText(Path.Combine(Checkout.Samples, folder, $"{name}.yaml"));
}
