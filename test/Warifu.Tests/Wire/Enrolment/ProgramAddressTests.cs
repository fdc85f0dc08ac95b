using FsCheck;
using FsCheck.Fluent;
using Warifu.Wire.Enrolment;

namespace Warifu.Tests.Wire.Enrolment;

public sealed class ProgramAddressTests
{
    private static readonly Uri Bank = new("https://www.asagiri.test:7440/certificates?lang=ja");

    private static readonly Warifu.Wire.SerialNumber Serial = new("5b8e869e2bc4b2225302f34ada65184e");

    [Fact]
    public void A_verb_and_a_bank_come_back_as_they_were_written()
    {
        Assert.Equal("warifu:issue?bank=https%3A%2F%2Fwww.asagiri.test%3A7440", $"{ProgramAddress.Issue(Bank)}");
        foreach (var address in (ProgramAddress[])[ProgramAddress.Open, ProgramAddress.Issue(Bank), ProgramAddress.Issue(Bank, ontoToken: true), ProgramAddress.Renew(Bank, Serial), ProgramAddress.Renew(Bank, Serial, ontoToken: true), ProgramAddress.Issue(new("https://銀行.test"))])
            Assert.Equal(address, ProgramAddress.Parse($"{address}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("warifu:")]
    [InlineData("warifu:issue")]
    [InlineData("warifu:delete?bank=https%3A%2F%2Fwww.asagiri.test")]
    [InlineData("warifu:open?bank=https%3A%2F%2Fwww.asagiri.test")]
    [InlineData("WARIFU:open")]
    [InlineData("warifu://open")]
    [InlineData("warifu:open#x")]
    [InlineData("warifu:issue?bank=http%3A%2F%2Fwww.asagiri.test")]
    [InlineData("warifu:issue?bank=https%3A%2F%2Fuser%3Apassword%40www.asagiri.test")]
    [InlineData("warifu:issue?bank=https%3A%2F%2F127.0.0.1")]
    [InlineData("warifu:issue?bank=https%3A%2F%2F%5B%3A%3A1%5D")]
    [InlineData("warifu:issue?bank=https%3A%2F%2Fwww.asagiri.test%2Fpath")]
    [InlineData("warifu:issue?bank=https%3A%2F%2Fwww.asagiri.test%3Fq")]
    [InlineData("warifu:issue?bank=https%3A%2F%2Fwww.asagiri.test%23f")]
    [InlineData("warifu:issue?bank=https%3a%2f%2fwww.asagiri.test")]
    [InlineData("warifu:issue?bank=https://www.asagiri.test")]
    [InlineData("warifu:issue?bank=https%3A%2F%2Fwww.asagiri.test&bank=https%3A%2F%2Fwww.other.test")]
    [InlineData("warifu:renew?bank=https%3A%2F%2Fwww.asagiri.test")]
    [InlineData("warifu:renew?bank=https%3A%2F%2Fwww.asagiri.test&serial=")]
    [InlineData("warifu:renew?bank=https%3A%2F%2Fwww.asagiri.test&serial=../../x")]
    [InlineData("warifu:renew?bank=https%3A%2F%2Fwww.asagiri.test&serial=5b8e869e2bc4b2225302f34ada65184e&onto=disk")]
    [InlineData("warifu:issue?bank=file%3A%2F%2F%2Fetc%2Fpasswd")]
    [InlineData("warifu:issue?bank=https%3A%2F%2Fwww.asagiri.test --home /tmp/x")]
    [InlineData("warifu:issue?bank=https%3A%2F%2Fwww.asagiri.test\" \"--home")]
    public void Anything_else_is_no_address(string hostile) => Assert.Null(ProgramAddress.Parse(hostile));

    [Fact]
    public void Whatever_a_page_may_write_is_refused_or_has_its_one_spelling()
    {
        var near = from start in Gen.Elements("warifu:issue?bank=", "warifu:renew?bank=", "warifu:open", "warifu:", "")
                   from rest in Gen.Elements("https%3A%2F%2F", "https://", "%2F", "www.asagiri.test", "%00", "\0", " ", "\"", "%22", "@", "%40", "..", ":7440", "%3A7440", "&serial=", "5b8e", "&onto=token", "é", "&", "?", "#").ListOf()
                   select start + string.Concat(rest);
        Prop.ForAll(Arb.From(near), Holds).QuickCheckThrowOnFailure();
        Prop.ForAll<string>(text => Holds(text) && Holds("warifu:issue?bank=" + text)).QuickCheckThrowOnFailure();
    }

    private static bool Holds(string? text) =>
        ProgramAddress.Parse(text) is not { } read
        || (read.ToString() == text && read.Bank is null or { Scheme: "https", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" });
}
