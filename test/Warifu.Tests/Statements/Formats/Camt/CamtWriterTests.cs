using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Warifu.Statements;
using Warifu.Statements.Formats.Camt;
using Warifu.Statements.Formats.Zengin;

namespace Warifu.Tests.Statements.Formats.Camt;

public sealed class CamtWriterTests
{
    private static readonly XNamespace Camt = CamtWriter.Message;
    private static readonly DateTimeOffset Made = new(2026, 11, 21, 15, 0, 0, TimeSpan.FromHours(9));

    private static XDocument Written(Statement statement)
    {
        using var stream = new MemoryStream(CamtWriter.Write(new(statement, "あさぎり信用組合", "本店", Made)));
        return XDocument.Load(stream);
    }

    /// <summary>What the message definition says against it.</summary>
    private static List<string> Faults(XDocument document)
    {
        var schemas = new XmlSchemaSet();
        using var reader = XmlReader.Create(Path.Combine(Repository.Root, "test", "Warifu.Tests", "Statements", "Formats", "Camt", "camt053-written.xsd"));
        schemas.Add(CamtWriter.Message, reader);
        var faults = new List<string>();
        document.Validate(schemas, (_, fault) => faults.Add(fault.Message));
        return faults;
    }

    private static decimal Number(XElement element) => decimal.Parse(element.Value, CultureInfo.InvariantCulture);

    [Fact]
    public void A_statement_is_the_message_its_definition_describes() => Assert.Empty(Faults(Written(TestStatement.Small)));

    [Fact]
    public void So_is_the_sample_statement_of_a_hundred_days_and_it_adds_up()
    {
        var file = ZenginReader.Read(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "asagiri-statement.zengin"))).File!;
        var document = Written(file.Accounts[0].Statement);
        Assert.Empty(Faults(document));
        var balances = document.Descendants(Camt + "Bal").Select(Signed).ToList();
        Assert.Equal(balances[1], balances[0] + document.Descendants(Camt + "Ntry").Sum(Signed));
        var summary = document.Descendants(Camt + "TxsSummry").Single();
        Assert.Equal(balances[1] - balances[0], Number(summary.Descendants(Camt + "Sum").First()) - Number(summary.Descendants(Camt + "Sum").Last()));
        Assert.Equal(document.Descendants(Camt + "Ntry").Count(), (int)summary.Descendants(Camt + "NbOfNtries").Sum(Number));
    }

    [Fact]
    public void The_judge_of_these_tests_finds_a_wrong_order_and_a_missing_balance()
    {
        var document = Written(TestStatement.Small);
        document.Descendants(Camt + "Bal").First().Remove();
        Assert.NotEmpty(Faults(document));
        document = Written(TestStatement.Small);
        var status = document.Descendants(Camt + "Sts").First();
        status.AddBeforeSelf(new XElement(Camt + "BookgDt"));
        Assert.NotEmpty(Faults(document));
    }

    [Fact]
    public void An_overdrawn_balance_is_a_debit_and_a_correction_says_so()
    {
        var document = Written(TestStatement.Small);
        Assert.Equal(["CRDT", "DBIT"], document.Descendants(Camt + "Bal").Select(balance => balance.Element(Camt + "CdtDbtInd")!.Value));
        Assert.Equal("19", document.Descendants(Camt + "Ntry").Single(entry => entry.Element(Camt + "RvslInd") is not null).Descendants(Camt + "Prtry").Single().Element(Camt + "Cd")!.Value);
    }

    [Fact]
    public void Names_are_written_as_people_read_them_and_the_payer_is_the_debtor()
    {
        var document = Written(TestStatement.Small);
        Assert.Equal("カ)ハマベスイサン", document.Descendants(Camt + "Dbtr").Single().Value);
        Assert.Equal("フリコミ", document.Descendants(Camt + "AddtlNtryInf").First().Value);
        Assert.Equal("9972001", document.Descendants(Camt + "MmbId").Single().Value);
    }

    [Fact]
    public void A_statement_whose_lines_do_not_lead_to_its_balance_is_not_written()
    {
        var unproven = new Statement(TestStatement.Account, "", "JPY", new DateWindow(new(2026, 11, 1), new(2026, 11, 2)), 0, 1, []);
        Assert.Throws<FormatException>(() => CamtWriter.Write(new(unproven, "あ", "あ", Made)));
    }

    private static decimal Signed(XElement element) =>
        Number(element.Element(Camt + "Amt")!) * (element.Element(Camt + "CdtDbtInd")!.Value == "CRDT" ? 1 : -1);
}
