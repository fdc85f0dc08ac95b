using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Spectre.Console;
using Warifu.Bench.Handshakes;
using Warifu.Bench.Imports;
using Warifu.Bench.Issuance;
using Warifu.Bench.OpenApi;
using Warifu.Bench.Revocations;
using Warifu.Bench.SignIn;
using Warifu.Bench.Starts;
using Warifu.Bench.Status;
using Warifu.Bench.Tokens;

namespace Warifu.Bench.Figures;

/// <summary>All benchmarks by name; <c>all</c> also writes docs/performance.md.</summary>
internal static class Benchmarks
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static SortedDictionary<string, Func<CancellationToken, Task<IReadOnlyList<Figure>>>> All { get; } = new(StringComparer.Ordinal)
    {
        ["api-calls"] = ApiBenchmark.CallsAsync,
        ["api-links"] = ApiBenchmark.LinksAsync,
        ["api-tokens"] = ApiBenchmark.TokensAsync,
        ["demo"] = DemoBenchmark.RunAsync,
        ["issuance"] = IssuanceBenchmark.RunAsync,
        ["crl"] = CrlBenchmark.RunAsync,
        ["ocsp"] = OcspBenchmark.RunAsync,
        ["handshake"] = HandshakeBenchmark.RunAsync,
        ["import"] = ImportBenchmark.RunAsync,
        ["sign-in"] = SignInBenchmark.RunAsync,
        ["revocation"] = RevocationBenchmark.RunAsync,
        ["token"] = TokenBenchmark.RunAsync,
        ["up"] = UpBenchmark.RunAsync,
    };

    private const string WhereItStays = """

        ## Where it stays

        * **Issuance.** Five parts of seven of a certificate's CPU are the authority's, two the database's. The authority verifies the proof of possession, signs,
          and looks at its own signature with another key object; the point check of each new public key is OpenSSL's and cannot be left away.
          The database writes an intent, a certificate, a leaf and a receipt with ten index entries, and touches the leaf
          again when it gets its place. The peer keeps none of this. Both commits are shared by all that wait, so the disk is not the limit.
        * **Handshake.** What is left above the peer is the platform's TLS stream.
        * **Import.** The foreign key costs most; a line without an account is worth more to prevent than the time.
        * **Open API.** A call reads token, grant, client, user and certificate, counts, and writes its entry of the history before it is answered; the entry is then
          chained. Calls under way share each read and each commit, so neither the disk nor the messages are the limit: what is left is the CPU
          of both, for three rows written and one changed with their indexes and seven read. The bare server does none of it.
        * **Tokens.** The peer keeps everything in memory and writes nothing down; the bank commits each token before it leaves. It runs in one thread and so on one core,
          where bank and database share two with the load: of CPU a token costs the bank and its database less than the peer. The peer ran under Node 20.

        """;

    /// <summary>Several under one name.</summary>
    private static readonly Dictionary<string, string[]> Groups = new(StringComparer.Ordinal)
    {
        ["all"] = [.. All.Keys],
        ["api"] = ["api-calls", "api-tokens", "api-links"],
        ["authority"] = ["issuance", "ocsp", "crl", "revocation", "token"],
    };

    public static string Names => string.Join(", ", All.Keys.Concat(Groups.Keys));

    public static async Task<int> RunAsync(string name, bool json, CancellationToken cancel)
    {
        if (!Groups.TryGetValue(name, out var names) && !All.ContainsKey(name))
        {
            await Console.Error.WriteLineAsync($"There is no benchmark {name}. There are: {Names}.");
            return 64;
        }
        List<Figure> figures = [.. await Machine.DescribeAsync(cancel)];
        foreach (var one in names ?? [name])
            figures.AddRange(await All[one](cancel));
        if (json)
            foreach (var figure in figures)
                Console.WriteLine(JsonSerializer.Serialize(figure, Json));
        else
            Show(figures);
        if (name == "all")
            await File.WriteAllTextAsync(Path.Combine(Worlds.Checkout.Root, "docs", "performance.md"), Page(figures), cancel);
        return 0;
    }

    private static void Show(List<Figure> figures)
    {
        var table = new Table().RoundedBorder().AddColumns("figure", "value", "unit", "peer", "peer value", "ratio", "goal", "met");
        foreach (var figure in figures)
            table.AddRow([.. Cells(figure).Select(cell => new Markup(Markup.Escape(cell)))]);
        AnsiConsole.Write(table);
    }

    private static string Page(List<Figure> figures)
    {
        var page = new StringBuilder("""
            # Performance

            Written by `./dev bench all`: each figure is the median of five runs, ours and the peer's in turn on the same
            machine (2 cores). A figure of another machine is another figure; the ratio is what stays.

            | figure | value | unit | peer | peer value | ratio | goal | met |
            |---|---:|---|---|---:|---:|---|---|

            """);
        foreach (var figure in figures)
            page.Append("| ").AppendJoin(" | ", Cells(figure)).Append(" |\n");
        return page.Append(WhereItStays).ToString();
    }

    private static string[] Cells(Figure figure) =>
    [
        figure.Name, Number(figure.Value), figure.Unit, figure.Peer ?? "", figure.PeerValue is { } peer ? Number(peer) : "",
        figure.Ratio is { } ratio ? $"{ratio:0.00}" : "", figure.Goal ?? "", figure.Met switch { true => "yes", false => "no", null => "" },
    ];

    private static string Number(double value) => value >= 100 ? $"{value:0}" : value >= 10 ? $"{value:0.0}" : $"{value:0.000}";
}
