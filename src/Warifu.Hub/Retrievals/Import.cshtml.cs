using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Warifu.Hub.Offices;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Hub.Retrievals;

/// <summary>Statements from a file, for institutions that cannot be fetched.</summary>
[RequestSizeLimit(LargestFile + FormAround)]
internal sealed class ImportModel(Database database) : MemberPage
{
    /// <summary>Forty thousand records of 202 bytes.</summary>
    private const int LargestFile = 8 * 1024 * 1024;
    private const int FormAround = 64 * 1024;

    public IReadOnlyList<ImportedAccount> Imported { get; private set; } = [];

    public Refusal? Refusal { get; private set; }

    internal static readonly Refusal NoFile = new(
        "import-file-missing", 422,
        new("ファイルが選ばれていないか、大きすぎます(8 MB まで)。", "No file was chosen, or it is larger than 8 MB."),
        new("全銀形式の入出金取引明細ファイルを選んでください。", "Choose a 全銀 statement file."));

    public void OnGet()
    {
        // The page is a form.
    }

    public async Task OnPostAsync(IFormFile? file)
    {
        if (file is not { Length: > 0 and <= LargestFile })
        {
            Say(NoFile);
            return;
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, HttpContext.RequestAborted);
        var taken = await FileImport.TakeAsync(database, Member, content.ToArray(), HttpContext.RequestAborted);
        if (taken.Refusal is { } refusal)
            Say(refusal);
        else
            Imported = taken.Value;
    }

    private void Say(Refusal refusal)
    {
        Refusal = refusal;
        Response.StatusCode = refusal.Status;
    }
}
