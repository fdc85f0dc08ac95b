using Microsoft.AspNetCore.Http;
using Warifu.Wire;

namespace Warifu.Desk.Keys;

/// <summary>The vault while the program with the window runs: closed until its user, or his keyring, has opened it once.</summary>
public sealed class OpenedKeys(KeyKeeping keeping)
{
    private volatile Vault? vault;

    /// <summary>Told when they have been opened: what waited for them goes on.</summary>
    public event EventHandler? Opened;

    public bool AreOpen => vault is not null;

    /// <exception cref="InvalidOperationException">They are closed; no page that needs them is reached then.</exception>
    public Vault Vault => vault ?? throw new InvalidOperationException("The keys are not open.");

    /// <summary>Opens or, at the first start, makes.</summary>
    public Refusal? Open(Outcome<Vault> opened)
    {
        if (opened.Refusal is { } refusal)
            return refusal;
        vault = opened.Value;
        Opened?.Invoke(this, EventArgs.Empty);
        return null;
    }

    /// <summary>Where the keyring opens them, nobody is asked.</summary>
    public async Task<Refusal?> OpenUnaskedAsync() => keeping.Chosen == OpenedBy.Keyring ? Open(await keeping.OpenByKeyringAsync()) : null;
}

/// <summary>Leads to the page that opens the keys, and back to where one wanted to go.</summary>
internal sealed class OpenedKeysMiddleware(RequestDelegate next, OpenedKeys keys)
{
    private static readonly string[] Always = [OpenKeysModel.Path, "/look.css", "/refused"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (!keys.AreOpen && !Always.Contains(context.Request.Path.Value))
            await keys.OpenUnaskedAsync();
        if (keys.AreOpen || Always.Contains(context.Request.Path.Value))
        {
            await next(context);
            return;
        }
        var wanted = HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : "/";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{OpenKeysModel.Path}?return={Uri.EscapeDataString(wanted)}";
    }
}
