using System.Security.Cryptography;
using Microsoft.Identity.Client.Extensions.Msal;
using Warifu.Wire;

namespace Warifu.Desk.Keys;

/// <summary>What opens the vault of this PC's keys.</summary>
public enum OpenedBy
{
    /// <summary>A passphrase that the user enters at each start.</summary>
    Passphrase,

    /// <summary>A random one, kept by the keyring that opens when the user signs in to the PC (libsecret, DPAPI).</summary>
    Keyring,
}

/// <summary>
/// How the user chose, at the first start, to open his keys; the vault is the same either way. A keyring is offered only where
/// one was tried and works.
/// </summary>
public sealed class KeyKeeping(DeskFolder folder)
{
    private const string File = "keeping.json";
    private const int SecretBytes = 32;

    // A keyring answers at once, or asks its user for a password in a window of its own.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock guard = new();
    private TimeSpan patience = Patience;
    private Task<bool>? probe;

    /// <summary>Null before the first choice. A vault without a choice was made headless, with a passphrase.</summary>
    public OpenedBy? Chosen => folder.Read<Choice>(File)?.OpenedBy ?? (Vault.IsIn(folder) ? OpenedBy.Passphrase : null);

    /// <summary>Writes to the keyring and reads it back. One that is locked and asks for its own password may answer later.</summary>
    public async Task<bool> HasKeyringAsync()
    {
        lock (guard)
            probe ??= Task.Run(Works);
        try
        {
            return await probe.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            patience = TimeSpan.Zero; // The next look does not wait again.
            return false;
        }
    }

    /// <summary>Makes the vault under a passphrase of the user's.</summary>
    public Outcome<Vault> BeginWith(string passphrase)
    {
        folder.Write(File, new Choice(OpenedBy.Passphrase));
        return Vault.Open(folder, passphrase);
    }

    /// <summary>Opens the vault with the user's passphrase.</summary>
    public Outcome<Vault> OpenWith(string passphrase) => Vault.Open(folder, passphrase);

    /// <summary>Makes the vault under a secret that the keyring keeps before anything is sealed with it.</summary>
    public async Task<Outcome<Vault>> BeginWithKeyringAsync()
    {
        if (!await HasKeyringAsync())
            return DeskRefusals.NoKeyring;
        Storage().WriteData(System.Text.Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true)));
        folder.Write(File, new Choice(OpenedBy.Keyring));
        return await OpenByKeyringAsync();
    }

    public async Task<Outcome<Vault>> OpenByKeyringAsync()
    {
        try
        {
            return await Task.Run(Storage().ReadData).WaitAsync(Patience) is { Length: > 0 } secret
                ? Vault.Open(folder, System.Text.Encoding.ASCII.GetString(secret))
                : DeskRefusals.NoKeyring;
        }
        catch (Exception none) when (none is MsalCachePersistenceException or DllNotFoundException or TimeoutException)
        {
            return DeskRefusals.NoKeyring;
        }
    }

    private bool Works()
    {
        try
        {
            Storage().VerifyPersistence();
            return true;
        }
        catch (Exception none) when (none is MsalCachePersistenceException or DllNotFoundException)
        {
            return false;
        }
    }

    private Storage Storage() => Microsoft.Identity.Client.Extensions.Msal.Storage.Create(
        // The attributes find the entry again; a second folder on the same PC has its own.
        new StorageCreationPropertiesBuilder("keyring.bin", folder.Path)
            .WithLinuxKeyring("jp.warifu.desk", MsalCacheHelper.LinuxKeyRingDefaultCollection, "Warifu Desk", new("program", "warifu-desk"), new("folder", folder.Path))
            .WithMacKeyChain("Warifu Desk", folder.Path)
            .Build());

    private sealed record Choice(OpenedBy OpenedBy);
}
