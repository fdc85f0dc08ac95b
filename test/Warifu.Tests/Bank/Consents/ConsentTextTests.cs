using System.Security.Cryptography;
using System.Text;
using Warifu.Bank.Consents;

namespace Warifu.Tests.Bank.Consents;

public sealed class ConsentTextTests
{
    private static readonly ConsentText Sample = new(
        "en", "Somebody asks.", [("Who", ["Kakei Note (Minamoto Inc.)", "https://kakei.example/"]), ("For how long", ["from 1 Nov 2026"])], ["Look yourself.", "You may withdraw it."]);

    [Fact]
    public void It_is_kept_as_lines_of_text_and_its_fingerprint_is_theirs()
    {
        const string kept = "Somebody asks.\n\nWho\nKakei Note (Minamoto Inc.)\nhttps://kakei.example/\n\nFor how long\nfrom 1 Nov 2026\n\nLook yourself.\nYou may withdraw it.\n";
        Assert.Equal(kept, $"{Sample}");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kept))), Sample.Fingerprint);
    }

    [Fact]
    public void What_was_kept_is_read_as_it_was_shown()
    {
        var read = ConsentText.Read($"{Sample}", "en");
        Assert.Equal(("en", Sample.Lead), (read.Language, read.Lead));
        Assert.Equal(Sample.Parts.Select(part => $"{part.Heading}: {string.Join(", ", part.Lines)}"), read.Parts.Select(part => $"{part.Heading}: {string.Join(", ", part.Lines)}"));
        Assert.Equal(Sample.Warnings, read.Warnings);
        Assert.Equal(Sample.Fingerprint, read.Fingerprint);
    }
}
