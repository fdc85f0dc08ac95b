using Microsoft.Extensions.DependencyInjection;
using Warifu.Desk.Keys;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Unattended;

internal static class UnattendedServices
{
    /// <summary>The watch of the program with a window: its user, or his keyring, has opened the keys, or he is told that they are closed.</summary>
    public static void AddUnattendedRenewal(this IServiceCollection services)
    {
        services.AddSingleton<UnattendedChoice>();
        services.AddSingleton<Tidings>();
        services.AddSingleton(provider =>
        {
            var keys = provider.GetRequiredService<OpenedKeys>();
            var watch = ActivatorUtilities.CreateInstance<RenewalWatch>(provider, () => OpenAsync(keys), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
            keys.Opened += (_, _) => watch.Wake();
            return watch;
        });
    }

    private static async Task<Outcome<Vault>> OpenAsync(OpenedKeys keys) =>
        keys.AreOpen ? keys.Vault
        : await keys.OpenUnaskedAsync() is { } refusal ? refusal
        : keys.AreOpen ? keys.Vault : UnattendedRefusals.KeysClosed;
}
