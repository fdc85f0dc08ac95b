using System.CommandLine;
using System.CommandLine.Parsing;

namespace Warifu.Desk.App;

/// <summary>Options whose value is the https address of a server.</summary>
internal static class WebAddress
{
    public static Option<Uri> Option(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
        CustomParser = Parse,
    };

    private static Uri? Parse(ArgumentResult argument)
    {
        if (Uri.TryCreate(argument.Tokens.Single().Value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps)
            return address;
        argument.AddError("An address begins with https://");
        return null;
    }
}
