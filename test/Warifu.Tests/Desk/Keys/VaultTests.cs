using System.Security.Cryptography;
using System.Text;
using Warifu.Desk.Keys;

namespace Warifu.Tests.Desk.Keys;

public sealed class VaultTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_put_in_comes_out_after_a_restart_with_the_same_passphrase()
    {
        Open("right").Put("link-1", "秘密"u8);
        Assert.Equal("秘密", Encoding.UTF8.GetString(Open("right").Get("link-1")!));
    }

    [Fact]
    public void Another_passphrase_is_refused_and_changes_nothing()
    {
        Open("right").Put("link-1", "secret"u8);
        Assert.Equal("desk-passphrase-wrong", Vault.Open(folder.Home, "wrong").Refusal?.Code);
        Assert.NotNull(Open("right").Get("link-1"));
    }

    [Fact]
    public void A_key_made_here_signs_the_same_after_a_restart()
    {
        using var made = Open("right").MakeKey("key-1");
        using var kept = Open("right").GetKey("key-1");
        Assert.Equal(made.ExportSubjectPublicKeyInfo(), kept!.ExportSubjectPublicKeyInfo());
        Assert.True(made.VerifyData("x"u8, kept.SignData("x"u8, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
    }

    [Fact]
    public void A_file_moved_to_another_name_or_altered_does_not_open()
    {
        var vault = Open("right");
        vault.Put("one", "secret"u8);
        var file = Path.Combine(folder.Home.Path, "one.sealed");
        File.Copy(file, Path.Combine(folder.Home.Path, "two.sealed"));
        Assert.ThrowsAny<CryptographicException>(() => vault.Get("two"));
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.ThrowsAny<CryptographicException>(() => vault.Get("one"));
    }

    [Fact]
    public void No_secret_lies_in_clear_on_the_disk_and_every_file_is_its_owners_alone()
    {
        var vault = Open("right");
        vault.Put("link-1", "very-secret-password"u8);
        vault.MakeKey("key-1").Dispose();
        foreach (var file in Directory.GetFiles(folder.Home.Path))
        {
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("very-secret-password"u8));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private Vault Open(string passphrase) => Vault.Open(folder.Home, passphrase).Value;
}
