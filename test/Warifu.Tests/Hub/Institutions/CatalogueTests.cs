using Warifu.Hub.Institutions;

namespace Warifu.Tests.Hub.Institutions;

public sealed class CatalogueTests
{
    private static readonly Catalogue Catalogue = Catalogue.Standard;

    [Theory]
    [InlineData("みずほ", "0001")]
    [InlineData("みずほ銀行", "0001")]
    [InlineData("ミズホギンコウ", "0001")]
    [InlineData("mizuho", "0001")]
    [InlineData("0001", "0001")]
    [InlineData("０００１", "0001")]
    [InlineData("三菱ＵＦＪ銀行", "0005")]
    [InlineData("三菱UFJ", "0005")]
    [InlineData("ソニー", "0035")]
    [InlineData("ソニ－", "0035")]
    [InlineData("そにー", "0035")]
    [InlineData("ｿﾆｰ", "0035")]
    [InlineData("北洋", "0501")]
    [InlineData("ホクヨウ", "0501")]
    [InlineData("hokuyo", "0501")]
    [InlineData("西日本シティ", "0190")]
    [InlineData("ニシニッポンシティ", "0190")]
    [InlineData("ニシニツポンシテイ", "0190")]
    [InlineData("北海道信用金庫", "1001")]
    [InlineData("ほっかいどうしんきん", "1001")]
    [InlineData("hokkaido shinkin", "1001")]
    [InlineData("朝日信用金庫", "1303")]
    [InlineData("朝日信金", "1303")]
    [InlineData("真岡信用組合", "2122")]
    [InlineData("もおかしんようくみあい", "2122")]
    [InlineData("中央労働金庫", "2963")]
    [InlineData("chuo roukin", "2963")]
    [InlineData("JA水戸", "4238")]
    [InlineData("ＪＡ水戸", "4238")]
    [InlineData("水戸農業協同組合", "4238")]
    [InlineData("JFしまね", "9481")]
    [InlineData("しまね漁協", "9481")]
    [InlineData("ゆうちょ銀行", "9900")]
    [InlineData("ユウチヨ", "9900")]
    [InlineData("あさぎり信用組合", "9972")]
    [InlineData("アサギリ", "9972")]
    [InlineData("asagiri credit union", "9972")]
    [InlineData("しおかぜ", "9973")]
    [InlineData("tsukinowa", "9971")]
    public void A_name_as_people_write_it_is_found_first(string query, string code) =>
        Assert.Equal(code, Catalogue.Search(query)[0].Institution.Code.Value);

    [Theory]
    [InlineData("")]
    [InlineData(" 　")]
    [InlineData("存在しない銀行名")]
    [InlineData("zzzz")]
    public void What_is_no_name_finds_nothing(string query) => Assert.Empty(Catalogue.Search(query));

    [Theory]
    [InlineData("0001", Category.Bank, "みずほ銀行")]
    [InlineData("0288", Category.Bank, "三菱ＵＦＪ信託銀行")]
    [InlineData("0200", Category.Bank, "ワイズ・ペイメンツ・ジャパン")]
    [InlineData("1000", Category.Shinkin, "信金中央金庫")]
    [InlineData("1303", Category.Shinkin, "朝日信用金庫")]
    [InlineData("2004", Category.Bank, "商工中金")]
    [InlineData("2122", Category.CreditUnion, "真岡信用組合")]
    [InlineData("2951", Category.LabourBank, "北海道労働金庫")]
    [InlineData("3001", Category.JaBank, "北海道信用農業協同組合連合会")]
    [InlineData("4238", Category.JaBank, "JA水戸")]
    [InlineData("9461", Category.JfMarineBank, "東日本信用漁業協同組合連合会")]
    [InlineData("9481", Category.JfMarineBank, "JFしまね")]
    [InlineData("9900", Category.Bank, "ゆうちょ銀行")]
    [InlineData("9972", Category.CreditUnion, "あさぎり信用組合")]
    [InlineData("9973", Category.Bank, "しおかぜ銀行")]
    public void Category_and_full_name_follow_from_code_and_suffix(string code, Category category, string name)
    {
        var institution = Catalogue.Find($"{code}-corporate-password")!.Institution;

        Assert.Equal((category, name), (institution.Category, institution.Name.Ja));
    }

    [Fact]
    public void Only_entries_with_a_recipe_are_supported()
    {
        Assert.Equal("9972-corporate-certificate", Assert.Single(Catalogue.Popular).Id);
        Assert.Equal("【法人】あさぎり信用組合(電子証明書)", Catalogue.Find("9972-corporate-certificate")!.Title.Ja);
        Assert.False(Catalogue.Find("0001-corporate-certificate")!.IsSupported);
        Assert.Null(Catalogue.Find("9972-personal-certificate"));
    }

    [Fact]
    public void Counts_cover_every_entry_and_personal_ones_by_category()
    {
        Assert.Equal((1_146 + 3) * 3, Catalogue.Count);
        Assert.Equal(Catalogue.Count, Catalogue.Counts.Sum(count => count.Count));
        Assert.Equal(Enum.GetValues<Category>().Length, Catalogue.Counts.Count(count => count.Holder == Holder.Personal));
    }

    [Fact]
    public void What_can_be_fetched_comes_before_what_cannot() =>
        Assert.Equal("9972-corporate-certificate", Catalogue.Search("あさぎり")[0].Id);
}
