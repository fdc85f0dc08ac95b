using Warifu.Statements;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Retrievals;

/// <summary>A delivery must be what its manifest says; everything wrong is told at once.</summary>
internal static class ManifestCheck
{
    /// <returns>The delivered statement, of which the account's key and name are known.</returns>
    public static Outcome<Statement> Read(AccountKey account, string accountName, Manifest manifest, int chunks, IReadOnlyList<StatementLine> lines)
    {
        var wrong = new List<Phrase>();
        void Rule(bool holds, string ja, string en)
        {
            if (!holds)
                wrong.Add(new Phrase(ja, en));
        }

        var (credits, debits) = (lines.Sum(line => decimal.Max(line.Amount, 0)), lines.Sum(line => decimal.Max(-line.Amount, 0)));
        var (opening, closing) = (WireLines.TryAmount(manifest.Opening), WireLines.TryAmount(manifest.Closing));
        Rule(chunks == manifest.Chunks, $"分割数は {manifest.Chunks} のはずが {chunks} です。", $"{chunks} chunks came instead of {manifest.Chunks}.");
        Rule(lines.Count == manifest.Count, $"件数は {manifest.Count} のはずが {lines.Count} です。", $"{lines.Count} lines came instead of {manifest.Count}.");
        Rule(WireLines.TryAmount(manifest.Credits) == credits, "入金の合計が合いません。", "The sum of deposits differs.");
        Rule(WireLines.TryAmount(manifest.Debits) == debits, "出金の合計が合いません。", "The sum of withdrawals differs.");
        Rule(manifest.Opening is null == opening is null && manifest.Closing is null == closing is null, "残高が数字ではありません。", "A balance is no number.");
        Rule(opening is null || closing is null || opening + credits - debits == closing, "取引前残高と明細から取引後残高になりません。", "Opening balance and lines do not make the closing balance.");
        Rule(manifest.From <= manifest.To, "期間が逆です。", "The window ends before it begins.");
        Rule(lines.All(line => manifest.From <= line.BookingDate && line.BookingDate <= manifest.To), "期間の外の明細があります。", "A line lies outside the window.");
        if (wrong.Count == 0)
        {
            try
            {
                return new Statement(account, accountName, "JPY", new DateWindow(manifest.From, manifest.To), opening, closing, lines);
            }
            catch (FormatException)
            {
                Rule(false, "円の金額ではない明細があります。", "An amount is not in yen.");
            }
        }

        return RetrievalRefusals.ManifestDoesNotAddUp with
        {
            Detail = new Phrase(string.Join(' ', wrong.Select(rule => rule.Ja)), string.Join(' ', wrong.Select(rule => rule.En))),
        };
    }
}
