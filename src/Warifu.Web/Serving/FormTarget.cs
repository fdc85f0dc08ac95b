namespace Warifu.Web.Serving;

/// <summary>A feature of a request: its page's form ends at another origin, to which the answer redirects the browser.</summary>
public sealed record FormTarget(string Origin);
