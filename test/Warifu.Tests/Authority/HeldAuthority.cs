using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Authority;
using Warifu.Authority.Revocation;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority;

/// <summary>One authority for a class of tests: a ceremony takes its time, because its keys are sealed slowly.</summary>
public sealed class HeldAuthority(TestCluster cluster) : IAsyncLifetime
{
    private WebApplication? served;

    internal TestAuthority Authority { get; private set; } = null!;

    internal AuthorityOffice Office { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Authority = await TestAuthority.HeldAsync(cluster);
        Office = await Authority.OpenAsync();
    }

    /// <summary>Starts the server, or starts it again.</summary>
    public async Task ServeAsync()
    {
        if (served is not null)
            await served.DisposeAsync();
        served = await Authority.ServeAsync();
    }

    public Task ServeOnceAsync() => served is null ? ServeAsync() : Task.CompletedTask;

    /// <summary>Revokes on the node that is served, as the registration wire does.</summary>
    internal async Task RevokeAsync(SerialNumber serial, RevocationReason reason) => Assert.Null(
        (await served!.Services.GetRequiredService<Revoking>().RevokeAsync(TestAuthority.Asagiri, serial, reason, TestAuthority.Cancel)).Refusal);

    public async ValueTask DisposeAsync()
    {
        if (served is not null)
            await served.DisposeAsync();
        await Office.DisposeAsync();
        await Authority.DisposeAsync();
    }
}
