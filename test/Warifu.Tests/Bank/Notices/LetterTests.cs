using Warifu.Bank.Notices;
using Warifu.Bank.SignIn;

namespace Warifu.Tests.Bank.Notices;

public sealed class LetterTests
{
    private static readonly MailReader Reader = new(Guid.Empty, "磯部 健", "ken@minato.example");

    public static TheoryData<string> Kinds => [.. Enum.GetNames<NoticeKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_notice_carries_a_link_or_asks_for_anything_and_each_says_that_the_bank_never_does(string name)
    {
        var kind = Enum.Parse<NoticeKind>(name);
        var what = NoticeWords.What(kind, DoorWords.Name(Door.Certificate));
        var letter = Letter.Of(TestBank.Asagiri, Reader, what, [NoticeWords.WayOut(kind)], DateTimeOffset.UnixEpoch);
        foreach (var lure in (string[])["http", "www.", ".test", "://", "クリック", "click", "入力してください"])
            Assert.DoesNotContain(lure, letter.Subject + letter.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("お尋ねしたり、電子証明書の更新をお願いしたりすることはありません", letter.Text, StringComparison.Ordinal);
        Assert.Contains("We never ask for passwords", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_profile_says_in_which_languages_it_is_written()
    {
        var english = TestBank.Asagiri with { Mail = TestBank.Asagiri.Mail with { Languages = ["en"] } };
        var letter = Letter.Of(english, Reader, NoticeWords.What(NoticeKind.PasswordChanged, null), [], DateTimeOffset.UnixEpoch);
        Assert.Equal("Asagiri Credit Union: The login password was changed.", letter.Subject);
        Assert.DoesNotContain("パスワード", letter.Text, StringComparison.Ordinal);
        Assert.Contains("Time: 1 Jan 1970, 09:00 (Japan)", letter.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ken@minato.example", true)]
    [InlineData("k.e+n@a-b.minato.example", true)]
    [InlineData("ken@minato", false)]
    [InlineData("ken@minato.example\r\nBcc: evil@evil.test", false)]
    [InlineData("ken@minato.example\n", false)]
    [InlineData("кen@minato.example", false)]
    [InlineData("ken@mínato.example", false)]
    [InlineData("a@b@minato.example", false)]
    [InlineData("\"ken\"@minato.example", false)]
    [InlineData("", false)]
    public void Only_plain_addresses_are_taken(string text, bool holds) => Assert.Equal(holds, MailAddress.Holds(text));
}
