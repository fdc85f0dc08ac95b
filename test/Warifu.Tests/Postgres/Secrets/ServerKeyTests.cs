using System.Security.Cryptography;
using System.Text;
using Warifu.Postgres.Secrets;
using Warifu.Wire;

namespace Warifu.Tests.Postgres.Secrets;

public sealed class ServerKeyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-key-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_sealed_secret_opens_only_in_its_own_row()
    {
        var key = ServerKey.LoadOrMake(Path.Combine(folder, "key"));
        var kept = key.Seal("user", "9972", "1", "秘密"u8);
        Assert.Equal("秘密", Encoding.UTF8.GetString(key.Open("user", "9972", "1", kept)));
        Assert.ThrowsAny<CryptographicException>(() => key.Open("user", "9972", "2", kept));
        Assert.ThrowsAny<CryptographicException>(() => key.Open("user", "9971", "1", kept));
        Assert.ThrowsAny<CryptographicException>(() => key.Open("other", "9972", "1", kept));
    }

    [Fact]
    public void Any_changed_octet_is_noticed()
    {
        var key = ServerKey.LoadOrMake(Path.Combine(folder, "key"));
        var kept = key.Seal("user", "9972", "1", "secret"u8);
        for (var at = 0; at < kept.Length; at++)
        {
            var changed = (byte[])kept.Clone();
            changed[at] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => key.Open("user", "9972", "1", changed));
        }
    }

    [Fact]
    public void The_key_is_the_same_after_a_restart_and_readable_by_its_owner_only()
    {
        var file = Path.Combine(folder, "key");
        var kept = ServerKey.LoadOrMake(file).Seal("t", "", "", "x"u8);
        Assert.Equal("x"u8.ToArray(), ServerKey.LoadOrMake(file).Open("t", "", "", kept));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_key_of_another_length_or_open_to_others_is_refused()
    {
        var file = Path.Combine(folder, "key");
        File.WriteAllBytes(file, new byte[31]);
        Assert.Equal("server-key-unusable", Assert.Throws<RefusedException>(() => ServerKey.Load(file)).Refusal.Code);
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllBytes(file, new byte[32]);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal("server-key-unusable", Assert.Throws<RefusedException>(() => ServerKey.Load(file)).Refusal.Code);
    }

    [Fact]
    public void A_short_value_hashes_differently_per_row_and_per_server()
    {
        var one = ServerKey.LoadOrMake(Path.Combine(folder, "one"));
        var other = ServerKey.LoadOrMake(Path.Combine(folder, "other"));
        var hash = one.Hash("inquiry-pin", "9972", "1", "1234");
        Assert.Equal(hash, one.Hash("inquiry-pin", "9972", "1", "1234"));
        Assert.NotEqual(hash, one.Hash("inquiry-pin", "9972", "2", "1234"));
        Assert.NotEqual(hash, other.Hash("inquiry-pin", "9972", "1", "1234"));
    }
}
