using Microsoft.AspNetCore.Builder;
using Warifu.Authority;
using Warifu.Tests.Postgres;

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

    public async ValueTask DisposeAsync()
    {
        if (served is not null)
            await served.DisposeAsync();
        await Office.DisposeAsync();
        await Authority.DisposeAsync();
    }
}
