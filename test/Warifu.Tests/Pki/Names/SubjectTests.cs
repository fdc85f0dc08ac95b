using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Names;

namespace Warifu.Tests.Pki.Names;

public sealed class SubjectTests
{
    [Fact]
    public void A_name_is_read_back_as_it_was_written()
    {
        var subject = new Subject("(9972)株式会社みなと商会", "(9972)Asagiri CA - G1", "logid031 A001", "JP");

        Assert.Equal(subject, Subject.Read(subject.Encode()));
    }

    [Fact]
    public void The_platform_reads_the_same_name() =>
        Assert.Equal(
            "CN=logid031, OU=(9972)CA, O=(9972)商会, C=JP",
            new X500DistinguishedName(new Subject("(9972)商会", "(9972)CA", "logid031", "JP").Encode()).Name);

    [Fact]
    public void The_empty_name_is_an_empty_sequence() => Assert.Equal([0x30, 0x00], Subject.Empty.Encode());

    [Theory]
    [InlineData("")]
    [InlineData(" padded")]
    [InlineData("line\nbreak")]
    [InlineData("\ud800")]
    public void A_part_that_cannot_stand_is_refused(string part) => Assert.Throws<FormatException>(() => new Subject(part, null, null));

    [Fact]
    public void Sixty_four_characters_fit_and_sixty_five_do_not()
    {
        Assert.True(Subject.IsSound(string.Concat(Enumerable.Repeat("𠮷", 64))));
        Assert.False(Subject.IsSound(new string('あ', 65)));
    }

    [Fact]
    public void A_country_is_two_capitals() => Assert.Throws<FormatException>(() => new Subject(null, null, "x", "jp"));

    [Fact]
    public void A_name_with_another_attribute_is_not_ours() =>
        Assert.Null(Subject.Read(new X500DistinguishedName("CN=a, L=Tokyo").RawData));
}
