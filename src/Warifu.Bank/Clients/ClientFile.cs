using Warifu.Wire;

namespace Warifu.Bank.Clients;

/// <summary>A registration as a service hands it in: the file of <c>warifu bank client register</c>, and what staff paste into their form.</summary>
internal sealed class ClientFile
{
    public static readonly Refusal Unreadable = new("client-file-unreadable", 422,
        new("サービスの登録ファイルを読み取れません。", "The registration of a service cannot be read."),
        new("下の行を直してください。samples/clients/kakeibo.yaml が例になります。", "Correct the line below; samples/clients/kakeibo.yaml is an example."));

    public string? ClientId { get; set; }
    public Words? Name { get; set; }
    public Words? Company { get; set; }
    public string? Site { get; set; }
    public List<string>? RedirectUris { get; set; }
    public List<string>? Scopes { get; set; }
    public string? Authentication { get; set; }
    public string? Subject { get; set; }

    /// <summary>PEM: its own where they are self-signed, else those of CAs.</summary>
    public List<string>? Certificates { get; set; }

    /// <summary>A JWK set, as JSON.</summary>
    public string? Keys { get; set; }

    public string? Sender { get; set; }
    public bool Sandbox { get; set; }

    /// <summary>Reads and checks all of it.</summary>
    public static Outcome<ApiClient> Read(string yaml) => YamlFile.Read<ClientFile, ApiClient>(yaml, Unreadable, ClientChecks.Of);

    internal sealed class Words
    {
        public string? Ja { get; set; }
        public string? En { get; set; }
    }
}
