using System.Text.Json;
using Warifu.Authority.Ceremony;
using Warifu.Pki.Keys;
using Warifu.Tokens;
using Warifu.Wire;

namespace Warifu.Authority.Authorities;

/// <summary>Where an authority's key is, when it is in a token: written beside the certificate in place of a sealed key file.</summary>
/// <param name="Id">CKA_ID, drawn at random before the key was made.</param>
/// <param name="PublicKey">DER of the SubjectPublicKeyInfo the token must prove to hold the other half of.</param>
internal sealed record TokenPlace(string Token, string Label, byte[] Id, byte[] PublicKey);

/// <summary>Makes and opens the keys of authorities, each in the place its ceremony gave it.</summary>
internal sealed class AuthorityKeys(CeremonyFolder folder, AuthoritySettings settings)
{
    private readonly Dictionary<string, Token> tokens = [];

    /// <returns>A refusal when it does not open; null when there is none.</returns>
    public Outcome<IssuerKey>? Open(string authority)
    {
        if (folder.Read(PlaceFile(authority)) is { } place)
            return Opened(JsonSerializer.Deserialize<TokenPlace>(place, WireJson.Options)!);
        if (folder.ReadKey(authority) is not { } content)
            return null;
        var opened = SealedKey.Open(content, settings.Passphrase);
        return opened.Refusal is { } refusal ? refusal : new IssuerKey(opened.Value);
    }

    /// <param name="id">CKA_ID for a key in a token. A key that has it already was made by this ceremony before it was broken off.</param>
    public Outcome<IssuerKey> Make(AuthorityPlan plan, byte[] id)
    {
        if (plan.Token is null)
        {
            var key = IssuerKey.Generate(plan.Key);
            folder.WriteKey(plan.Id, key.Seal(settings.Passphrase));
            return key;
        }

        try
        {
            var token = TokenOf(plan.Token);
            var publicKey = token.PublicKey(id) ?? token.Generate(plan.Id, id, plan.Key);
            var place = new TokenPlace(plan.Token, plan.Id, id, publicKey.Info.ToArray());
            folder.Write(PlaceFile(plan.Id), JsonSerializer.SerializeToUtf8Bytes(place, WireJson.Options));
            return Opened(place);
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
        catch (CryptokiException)
        {
            return TokenRefusals.Lost with { Detail = new(plan.Token, plan.Token) };
        }
    }

    private Outcome<IssuerKey> Opened(TokenPlace place)
    {
        try
        {
            return new IssuerKey(TokenKey.Open(TokenOf(place.Token), place.Id, SubjectKey.Read(place.PublicKey), settings.Time));
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
    }

    private Token TokenOf(string label)
    {
        if (settings.Token is not { } reached)
            throw new RefusedException(TokenRefusals.NotConfigured with { Detail = new(label, label) });
        if (!tokens.TryGetValue(label, out var token))
            tokens.Add(label, token = new Token(TokenModule.Of(reached.Module), label, reached.Pin));
        return token;
    }

    private static string PlaceFile(string authority) => $"{authority}.key.json";
}
