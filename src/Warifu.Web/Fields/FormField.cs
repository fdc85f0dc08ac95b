using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Warifu.Web.Keyboards;
using Warifu.Web.Languages;

namespace Warifu.Web.Fields;

/// <summary>One field of a form: label, hint, input and error, tied together for a screen reader. A password has the software keyboard beside it.</summary>
[HtmlTargetElement("field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormField(Translation translation) : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public required ViewContext ViewContext { get; set; }

    /// <summary>The property that is posted.</summary>
    public required ModelExpression For { get; set; }

    public required string Label { get; set; }

    public string? Hint { get; set; }

    /// <summary>As of the HTML input: text, password, email, date.</summary>
    public string Type { get; set; } = "text";

    public string? Autocomplete { get; set; }

    public bool Required { get; set; } = true;

    public int MaxLength { get; set; } = 200;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = For.Name.Replace('.', '-');
        var errors = ViewContext.ModelState.TryGetValue(For.Name, out var entry) ? entry.Errors : [];
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", errors.Count > 0 ? "field wrong" : "field");
        var label = new TagBuilder("label") { Attributes = { ["for"] = id } };
        label.InnerHtml.Append(Label);
        if (Required)
            label.InnerHtml.AppendHtml(Words("span", "needed", translation["必須", "required"]));
        output.Content.AppendHtml(label);
        if (Hint is not null)
            output.Content.AppendHtml(Words("p", "hint", Hint, id + "-hint"));
        output.Content.AppendHtml(Input(id, errors.Count > 0));
        if (Type == "password")
            output.Content.AppendHtml(Keyboard(id));
        foreach (var error in errors)
            output.Content.AppendHtml(Words("p", "error", error.ErrorMessage, id + "-error"));
    }

    private TagBuilder Input(string id, bool wrong)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.MergeAttribute("id", id);
        input.MergeAttribute("name", For.Name);
        input.MergeAttribute("type", Type);
        input.MergeAttribute("maxlength", $"{MaxLength}");
        if (Type != "password" && For.Model is { } value)
            input.MergeAttribute("value", value.ToString());
        if (Autocomplete is not null)
            input.MergeAttribute("autocomplete", Autocomplete);
        if (Required)
            input.MergeAttribute("required", "required");
        var described = string.Join(' ', new[] { Hint is null ? null : id + "-hint", wrong ? id + "-error" : null }.OfType<string>());
        if (described.Length > 0)
            input.MergeAttribute("aria-describedby", described);
        if (wrong)
            input.MergeAttribute("aria-invalid", "true");
        return input;
    }

    /// <summary>Hidden until the module is there, without which it would do nothing.</summary>
    private TagBuilder Keyboard(string id)
    {
        SoftwareKeyboard.NeededBy(ViewContext.HttpContext);
        var opener = Words("button", "quiet opens-keyboard", translation["ソフトウェアキーボードを開く", "Open the software keyboard"]);
        opener.MergeAttribute("type", "button");
        opener.MergeAttribute("data-keyboard-for", id);
        opener.MergeAttribute("aria-haspopup", "dialog");
        opener.MergeAttribute("hidden", "hidden");
        // Several fields of one form have one each.
        opener.InnerHtml.AppendHtml(Words("span", "visually-hidden", translation[$"（{Label}）", $" ({Label})"]));
        return opener;
    }

    private static TagBuilder Words(string tag, string css, string text, string? id = null)
    {
        var builder = new TagBuilder(tag);
        builder.AddCssClass(css);
        if (id is not null)
            builder.MergeAttribute("id", id);
        builder.InnerHtml.Append(text);
        return builder;
    }
}
