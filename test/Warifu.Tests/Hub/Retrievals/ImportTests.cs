using System.Net;
using Warifu.Statements.Formats.Zengin;
using Warifu.Tests.Postgres;
using Warifu.Tests.Samples;

namespace Warifu.Tests.Hub.Retrievals;

public sealed class ImportTests(TestCluster cluster)
{
    private static readonly ZenginFile Sample = MinatoCompany.File();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_brings_every_account_proven_and_a_second_time_nothing()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = await Visitor.SignedInAsync(hub);
        var (main, other) = (Sample.Accounts[0].Statement, Sample.Accounts[1].Statement);
        await visitor.OpenAsync("/import");

        await visitor.UploadAsync("/import", "file", ZenginWriter.Write(Sample));
        Assert.Contains($"新しい明細 {main.Lines.Count} 件", visitor.Page, StringComparison.Ordinal);
        Assert.Contains($"新しい明細 {other.Lines.Count} 件", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("まだ証明できません", visitor.Page, StringComparison.Ordinal);
        await visitor.UploadAsync("/import", "file", ZenginWriter.Write(Sample));
        Assert.Contains($"すでにあった明細 {main.Lines.Count} 件、合わせて {main.Lines.Count} 件", visitor.Page, StringComparison.Ordinal);
        await visitor.OpenAsync("/links");
        Assert.Contains("ファイルで取り込んだ口座", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_connector_fetched_and_what_a_file_brings_are_one_truth()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        using var agent = await hub.PairAsync(office);
        await agent.DeliverAsync(await hub.LinkAsync(office), RetrievalTests.Part("2026-09-01", "2026-10-15"));
        using var visitor = await Visitor.SignedInAsync(hub);
        await visitor.OpenAsync("/import");

        await visitor.UploadAsync("/import", "file", ZenginWriter.Write(Sample));

        Assert.Contains($"合わせて {Sample.Accounts[0].Statement.Lines.Count} 件", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("まだ証明できません", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_file_names_record_column_and_rule_and_brings_nothing()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        using var visitor = await Visitor.SignedInAsync(hub);
        var file = ZenginWriter.Write(Sample);
        // The in/out mark of the second record; each record is 200 octets and a line end of two.
        file[202 + 21] = (byte)'3';
        await visitor.OpenAsync("/import");

        await visitor.UploadAsync("/import", "file", file);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, visitor.Status);
        Assert.Contains("2 件目のレコード、22〜22 桁目", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(0L, await hub.Database.InTenantAsync(office.ToString(), work => work.SingleAsync<long>("select count(*) from account"), Cancel));
    }

    [Fact]
    public async Task No_file_and_too_large_a_file_are_refused()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = await Visitor.SignedInAsync(hub);
        await visitor.OpenAsync("/import");

        await visitor.UploadAsync("/import", "file", null);
        Assert.Contains("import-file-missing", visitor.Page, StringComparison.Ordinal);
        await visitor.UploadAsync("/import", "file", new byte[(8 * 1024 * 1024) + 1]);
        Assert.Contains("import-file-missing", visitor.Page, StringComparison.Ordinal);
    }
}
