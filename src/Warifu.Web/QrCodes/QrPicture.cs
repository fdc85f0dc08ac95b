using System.Text;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Warifu.Web.QrCodes;

/// <summary>A QR code as inline SVG, dark on light in both colour schemes, with its quiet zone.</summary>
[HtmlTargetElement("qr", TagStructure = TagStructure.WithoutEndTag)]
public sealed class QrPicture : TagHelper
{
    private const int Quiet = 4;

    /// <summary>What a camera reads.</summary>
    public required string Text { get; set; }

    /// <summary>For a screen reader.</summary>
    public required string Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var code = QrCode.Of(Text);
        var path = new StringBuilder();
        for (var row = 0; row < code.Size; row++)
            for (var column = 0; column < code.Size; column++)
                if (code[row, column])
                    path.Append($"M{column + Quiet} {row + Quiet}h1v1h-1z");
        var side = code.Size + (2 * Quiet);
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "qr");
        output.Attributes.SetAttribute("viewBox", $"0 0 {side} {side}");
        output.Attributes.SetAttribute("role", "img");
        output.Attributes.SetAttribute("aria-label", Label);
        output.Attributes.SetAttribute("shape-rendering", "crispEdges");
        output.Content.SetHtmlContent($"<path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/>");
    }
}
