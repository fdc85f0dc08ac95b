using System.Globalization;
using Warifu.Statements;
using Warifu.Statements.Formats.Zengin;
using Warifu.Wire;

namespace Warifu.Tests.Samples;

/// <summary>
/// 株式会社みなと製作所, a maker of machine parts with fourteen employees that does not exist, and four months of its two
/// accounts at あさぎり信用組合, as samples/asagiri-statement.zengin.
/// </summary>
internal sealed class MinatoCompany
{
    public const string SamplePath = "samples/asagiri-statement.zengin";
    public const string AccountName = "ｶ)ﾐﾅﾄｾｲｻｸｼﾖ";

    /// <summary>Two identical deposits on this day are real.</summary>
    public static readonly DateOnly TwinDay = new(2026, 9, 15);

    /// <summary>A deposit of the day before is taken back here.</summary>
    public static readonly DateOnly CorrectionDay = new(2026, 10, 6);

    private static readonly DateWindow Window = new(new DateOnly(2026, 8, 1), new DateOnly(2026, 11, 20));

    private static readonly (string Name, string Bank, string Branch)[] Customers =
    [
        ("ｶ)ﾂｷﾐｻﾞｶｺｳｷﾞﾖｳ", "ﾂｷﾉﾜｼﾖｳｺｳ", "ﾎﾝﾃﾝ"), ("ﾐｽﾞｶｶﾞﾐｾｲｷ(ｶ", "ｼｵｶｾﾞ", "ﾐﾅﾐ"), ("ｶ)ﾕｳﾅｷﾃﾞﾝｼ", "ﾂｷﾉﾜｼﾖｳｺｳ", "ｴｷﾏｴ"),
        ("ﾊﾅﾀﾞｲﾌﾞﾋﾝ(ｶ", "ｼｵｶｾﾞ", "ﾎﾝﾃﾝ"), ("ｶ)ﾎｼﾐﾔﾏｼﾖｳｼﾞ", "ﾂｷﾉﾜｼﾖｳｺｳ", "ﾆｼ"), ("ｼﾗｻｷﾞﾋﾝｼﾂｷﾞｹﾝ(ｶ", "ｱｻｷﾞﾘ", "ｷﾀ"),
        ("ﾕ)ｺﾊﾙｺｳｻｸｼﾖ", "ｱｻｷﾞﾘ", "ﾐﾅﾄ"), ("ｶ)ｵｷﾂｼﾏﾃﾂｺｳ", "ｼｵｶｾﾞ", "ﾐﾅﾄ"), ("ﾜｶﾊﾞｷﾕｳﾄｳｷ(ｶ", "ﾂｷﾉﾜｼﾖｳｺｳ", "ﾎﾝﾃﾝ"),
    ];

    private static readonly string[] Suppliers =
    [
        "ｶ)ｶｻﾏﾂｺｳｻﾞｲ", "ﾃﾂｶｾﾞｿｻﾞｲ(ｶ", "ﾕ)ﾅｷﾞｻﾒﾂｷ", "ｶ)ﾖﾂﾊﾞｺｳｸﾞ", "ﾖｱｹｶﾞﾀｳﾝﾕ(ｶ", "ｶ)ｱｶﾂｷｼｷ", "ﾊﾙｶﾜｾｲﾀﾞﾝｻｸｼﾖ", "ｶ)ﾐﾅﾓﾊﾞﾈ",
    ];

    private readonly Dice dice = new(9972);
    private readonly SampleAccount main = new(AccountKind.Ordinary, "1234567", Window, 24_318_652);
    private readonly SampleAccount current = new(AccountKind.Current, "7654321", Window, 1_250_000);

    private MinatoCompany()
    {
    }

    public static ZenginFile File()
    {
        var company = new MinatoCompany();
        foreach (var day in BusinessDays.In(Window))
            company.Sell(day);
        for (var month = 8; month <= 11; month++)
        {
            company.PaySuppliers(month);
            company.PayPeople(month);
            company.PayAuthorities(month);
            company.PayHouse(month);
            company.SettleBills(month);
        }

        company.Oddities();
        return new ZenginFile(
            Window.To,
            [
                new ZenginAccount(company.main.Statement(AccountName).Counted(), "ｱｻｷﾞﾘｼﾝﾖｳｸﾐｱｲ", "ﾎﾝﾃﾝ"),
                new ZenginAccount(company.current.Statement(AccountName).Counted(), "ｱｻｷﾞﾘｼﾝﾖｳｸﾐｱｲ", "ﾎﾝﾃﾝ"),
            ]);
    }

    private void Sell(DateOnly day)
    {
        // Most customers pay at the end of the month.
        var monthEnd = day == BusinessDays.OnOrBefore(day.Month, 31);
        foreach (var _ in Enumerable.Range(0, monthEnd ? 9 : dice.Between(1, 3)))
        {
            var (name, bank, branch) = dice.Of(Customers);
            var invoice = string.Create(CultureInfo.InvariantCulture, $"INV{day:yyMM}{dice.Between(1, 999):000}");
            main.Book(
                day, dice.Between(68, monthEnd ? 1_480 : 640) * 1_100m, TransactionKind.Transfer, "ﾌﾘｺﾐ", name, Remitter.Of(null, bank, branch), edi: invoice);
        }

        if (day.DayOfWeek == DayOfWeek.Friday)
            main.Book(day, dice.Between(12, 95) * 1_000m, TransactionKind.Cash, "ｹﾞﾝｷﾝ ﾃﾝﾄｳｳﾘｱｹﾞ");
        if (day.DayOfWeek == DayOfWeek.Monday)
            main.Book(day, -dice.Between(3, 12) * 10_000m, TransactionKind.Cash, "ｹﾞﾝｷﾝ ｺｸﾞﾁ");
        if (day.DayNumber % 3 == 0)
            main.Book(day, -dice.Between(1_800, 48_000), TransactionKind.TransferWithin, "ｺｳｻﾞﾌﾘｶｴ", "ﾎｳｼﾞﾝｶ-ﾄﾞ");
    }

    private void PaySuppliers(int month)
    {
        foreach (var day in new[] { BusinessDays.OnOrBefore(month, 10), BusinessDays.OnOrBefore(month, 20), BusinessDays.OnOrBefore(month, 31) })
        {
            foreach (var supplier in Suppliers.Where(_ => dice.Between(1, 4) > 1))
            {
                Pay(day, dice.Between(42, 520) * 1_100m, "ﾌﾘｺﾐ", supplier);
                main.Book(day, -dice.Of([440m, 660m]), TransactionKind.Other, "ﾌﾘｺﾐﾃｽｳﾘﾖｳ");
            }
        }
    }

    private void PayPeople(int month)
    {
        var day = BusinessDays.OnOrBefore(month, 25);
        for (var person = 1; person <= 14; person++)
            Pay(day, dice.Between(212_000, 398_000), "ｷﾕｳﾖ", string.Create(CultureInfo.InvariantCulture, $"ｼﾔｲﾝ {person:0000}"));
        main.Book(day, -14 * 110m, TransactionKind.Other, "ｷﾕｳﾖﾌﾘｺﾐﾃｽｳﾘﾖｳ");
    }

    private void PayAuthorities(int month)
    {
        Pay(BusinessDays.OnOrAfter(month, 10), dice.Between(148_000, 176_000), "ｹﾞﾝｾﾝｼﾖﾄｸｾﾞｲ", "ｾﾞｲﾑｼﾖ");
        Pay(BusinessDays.OnOrAfter(month, 10), dice.Between(201_000, 214_000), "ｼﾞﾕｳﾐﾝｾﾞｲ", "ﾐﾅﾄｼ");
        Pay(BusinessDays.OnOrBefore(month, 31), dice.Between(1_020_000, 1_080_000), "ｼﾔｶｲﾎｹﾝﾘﾖｳ", "ﾈﾝｷﾝｼﾞﾑｼﾖ");
        if (month == 8)
            Pay(BusinessDays.OnOrBefore(month, 31), 1_846_300, "ｼﾖｳﾋｾﾞｲ ﾁﾕｳｶﾝ", "ｾﾞｲﾑｼﾖ");
        if (month == 10)
            Pay(BusinessDays.OnOrBefore(month, 31), 312_480, "ﾛｳﾄﾞｳﾎｹﾝﾘﾖｳ", "ﾛｳﾄﾞｳｷﾖｸ");
    }

    private void PayHouse(int month)
    {
        Pay(BusinessDays.OnOrAfter(month, 1), 2_200, "EBｹﾞﾂｶﾞｸｼﾖｳﾘﾖｳ");
        Pay(BusinessDays.OnOrAfter(month, 5), 416_000, "ｺﾞﾍﾝｻｲ", "ｶﾞﾝｷﾝ");
        Pay(BusinessDays.OnOrAfter(month, 5), 58_240 - (month * 640m), "ｺﾞﾍﾝｻｲ", "ﾘｿｸ");
        Pay(BusinessDays.OnOrBefore(month, 27), 385_000, "ﾔﾁﾝ", "ｶ)ﾐﾅﾄﾁｼﾖ");
        Pay(BusinessDays.OnOrAfter(month, 18), dice.Between(286_000, 342_000), "ﾃﾞﾝｷﾘﾖｳｷﾝ", "ﾐﾅﾄﾃﾞﾝﾘﾖｸ");
        Pay(BusinessDays.OnOrAfter(month, 19), dice.Between(48_000, 73_000), "ｶﾞｽﾘﾖｳｷﾝ", "ﾐﾅﾄｶﾞｽ");
        Pay(BusinessDays.OnOrAfter(month, 28), dice.Between(21_000, 29_000), "ｽｲﾄﾞｳﾘﾖｳｷﾝ", "ﾐﾅﾄｼｽｲﾄﾞｳｷﾖｸ");
        Pay(BusinessDays.OnOrAfter(month, 26), 18_590, "ﾂｳｼﾝﾘﾖｳ", "ﾐﾅﾄﾂｳｼﾝ");
        Pay(BusinessDays.OnOrAfter(month, 4), 33_000, "ｺﾓﾝﾘﾖｳ", "ｱｵｿﾗｾﾞｲﾘｼｼﾞﾑｼﾖ");
    }

    /// <summary>Bills fall due on the 5th and 15th; the current account is filled from the main one just before.</summary>
    private void SettleBills(int month)
    {
        foreach (var day in new[] { BusinessDays.OnOrAfter(month, 5), BusinessDays.OnOrAfter(month, 15) })
        {
            var bills = Enumerable.Range(0, dice.Between(2, 4)).Select(_ => dice.Between(90, 780) * 1_000m).ToList();
            Pay(day, bills.Sum(), "ﾌﾘｶｴ", "ﾄｳｻﾞﾖｷﾝ");
            current.Book(day, bills.Sum(), TransactionKind.TransferWithin, "ﾌﾘｶｴ", "ﾌﾂｳﾖｷﾝ");
            foreach (var bill in bills)
            {
                var number = dice.Between(1_000, 9_999).ToString("0000000", CultureInfo.InvariantCulture);
                current.Book(
                    day, -bill, TransactionKind.Exchange, "ﾔｸｿｸﾃｶﾞﾀ", cheque: new Cheque { ExchangedOn = day, Kind = "2", Number = number });
            }
        }

        var deposit = BusinessDays.OnOrAfter(month, 12);
        var amount = dice.Between(110, 340) * 1_000m;
        current.Book(
            deposit, amount, TransactionKind.OtherCheque, "ﾀﾃﾝｹﾝ", "ﾊﾅﾀﾞｲﾌﾞﾋﾝ(ｶ",
            cheque: new Cheque { OtherBanks = amount, ExchangedOn = BusinessDays.OnOrAfter(month, deposit.Day + 1), Kind = "1", Number = "0004711" });
    }

    /// <summary>What makes a real statement hard: real twins, a correction, interest.</summary>
    private void Oddities()
    {
        foreach (var _ in Enumerable.Range(0, 2))
            main.Book(TwinDay, 110_000, TransactionKind.Transfer, "ﾌﾘｺﾐ", "ﾕ)ｺﾊﾙｺｳｻｸｼﾖ", Remitter.Of(null, "ｱｻｷﾞﾘ", "ﾐﾅﾄ"), edi: "INV2609120");
        main.Book(CorrectionDay.AddDays(-1), 54_000, TransactionKind.Transfer, "ﾌﾘｺﾐ", "ﾐﾅﾄｾｲｶｼﾖ");
        main.Book(CorrectionDay, -54_000, TransactionKind.Correction, "ﾃｲｾｲ", "ﾐﾅﾄｾｲｶｼﾖ");
        main.Book(new DateOnly(2026, 8, 17), 2_418, TransactionKind.Other, "ﾘｿｸ");
    }

    private void Pay(DateOnly day, decimal amount, string description, string? counterparty = null) =>
        main.Book(day, -amount, TransactionKind.TransferWithin, description, counterparty);
}
