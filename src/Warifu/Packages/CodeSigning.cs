using Warifu.Wire;

namespace Warifu.Packages;

/// <summary>Authenticode, by the certificate that whoever publishes the packages holds.</summary>
internal sealed class CodeSigning(string certificate)
{
    private const string Password = "WARIFU_SIGNING_PASSWORD";

    /// <summary>Signs a file in place. The password goes by a file that only this user reads, never on the command line.</summary>
    /// <exception cref="RefusedException">The certificate cannot be read, or the password is not its.</exception>
    public async Task SignAsync(string file, CancellationToken cancel)
    {
        var secret = Path.GetTempFileName(); // 0600
        var made = file + ".signed";
        try
        {
            await File.WriteAllTextAsync(secret, Environment.GetEnvironmentVariable(Password) ?? "", cancel);
            await PackageTools.RunAsync("osslsigncode", [
                "sign", "-pkcs12", certificate, "-readpass", secret, "-h", "sha256", "-n", "Warifu Desk", "-in", file, "-out", made,
            ], cancel);
            File.Move(made, file, overwrite: true);
        }
        finally
        {
            File.Delete(secret);
            File.Delete(made);
        }
    }
}
