using Warifu.Bank.Profiles;
using Warifu.Pki.Requests;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment.InBrowser;

/// <summary>What acquisition and renewal show alike.</summary>
internal sealed record EnrollingView(BankProfile Profile, bool IsRenewal)
{
    // Of base64, four letters for three octets.
    private const int LongestCsr = (SigningRequest.MaximumLength / 3 * 4) + 4;

    /// <summary>Issuing is confirmed by a page of its own (seed 004, BSM5002).</summary>
    public bool IsConfirmed => IsRenewal && Profile.Certificate.RenewalInBrowser == RenewalInBrowser.ChoicePage;

    /// <summary>Name in the script and in the browser's store.</summary>
    public string Purpose => IsRenewal ? "renew" : "acquire";

    /// <summary>Name in the script.</summary>
    public string KeyKind => Profile.Certificate.BrowserKey switch
    {
        BrowserKey.EcP256 => "ec-p256",
        BrowserKey.Rsa2048 => "rsa2048",
        var unknown => throw new InvalidOperationException($"No page makes {unknown}."),
    };

    /// <summary>Field whose password opens the file: the acquisition password at first, the login password on renewal (seed 001, 2.10.1 (9)).</summary>
    public string Opens => !IsRenewal && Profile.Certificate.AcquisitionPassword ? "Acquisition" : "Password";

    public Phrase OpensWords => Opens == "Acquisition"
        ? new("電子証明書取得用パスワード", "acquisition password")
        : new("ログインパスワード", "login password");

    /// <summary>Null when a request has no key of its own or is not base64.</summary>
    public static byte[]? Read(Guid requestKey, string csr)
    {
        var read = new byte[Math.Min(csr.Length, LongestCsr)];
        return requestKey != Guid.Empty && csr.Length <= LongestCsr && Convert.TryFromBase64String(csr, read, out var length) ? read[..length] : null;
    }
}
