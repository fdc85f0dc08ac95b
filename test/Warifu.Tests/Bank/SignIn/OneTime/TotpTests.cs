using System.Text;
using Warifu.Bank.SignIn.OneTime;

namespace Warifu.Tests.Bank.SignIn.OneTime;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B, the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_vectors_of_the_RFC_hold(long seconds, string digits)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(digits, Totp.At(Secret, Totp.StepAt(now)));
        Assert.Equal(Totp.StepAt(now), Totp.Matches(Secret, digits, now));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, true)]
    [InlineData(-2, false)]
    [InlineData(2, false)]
    public void One_step_off_is_taken_and_two_are_not(int steps, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        Assert.Equal(taken, Totp.Matches(Secret, Totp.At(Secret, Totp.StepAt(now) + steps), now) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5924")]
    [InlineData("0005924")]
    [InlineData("89005924")]
    public void Fewer_or_more_digits_are_not_taken(string typed) => Assert.Null(Totp.Matches(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(1234567890)));

    [Fact]
    public void An_app_can_read_the_address()
    {
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Text(Secret));
        Assert.Equal("otpauth://totp/Asagiri%20Credit%20Union:minato03?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Asagiri%20Credit%20Union",
            Totp.Address("Asagiri Credit Union", "minato03", Secret));
    }
}
