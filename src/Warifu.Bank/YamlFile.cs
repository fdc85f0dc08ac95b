using Warifu.Wire;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Warifu.Bank;

/// <summary>What people write for a bank. A key that nobody knows, that is there twice, or is missing where it is required is told by its place.</summary>
internal static class YamlFile
{
    private static readonly IDeserializer Reader = new DeserializerBuilder()
        .WithNamingConvention(HyphenatedNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .WithEnforceRequiredMembers()
        .Build();

    /// <param name="make">Judges what was read.</param>
    public static Outcome<T> Read<TText, T>(string yaml, Refusal unreadable, Func<TText, Outcome<T>> make)
        where TText : class
    {
        TText text;
        try
        {
            // An empty file is one without keys.
            text = Reader.Deserialize<TText?>(yaml) ?? Reader.Deserialize<TText>("{}");
        }
        catch (YamlException wrong)
        {
            return unreadable with
            {
                Detail = new(
                    $"{wrong.Start.Line} 行 {wrong.Start.Column} 桁: YAML として読めないか、知らない項目か足りない項目があります。",
                    $"Line {wrong.Start.Line}, column {wrong.Start.Column}: not YAML, or a key is unknown or missing."),
            };
        }
        return make(text);
    }
}
