using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Desk.Keys;
using Warifu.Web.Faces;
using Warifu.Web.Serving;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Desk.Shell;

/// <summary>
/// The screens of the program: pages served on 127.0.0.1 to its own window and to nobody else (<see cref="Gate"/>), on a port
/// drawn anew at every start.
/// </summary>
public sealed class DeskServer : IAsyncDisposable
{
    /// <summary>The one face there is.</summary>
    public const string Face = "desk";

    // IANA's dynamic ports (RFC 6335, 6).
    private const int FirstPort = 49152;
    private const int Ports = 65536 - FirstPort;
    private const int MostTries = 50;

    private readonly WebApplication app;
    private readonly Gate gate;

    private DeskServer(WebApplication app, Gate gate, int port) => (this.app, this.gate, Port) = (app, gate, port);

    public int Port { get; }

    /// <summary>Where its pages are; without an admission nobody gets in.</summary>
    public Uri Origin => new($"http://{gate.Authority}/");

    internal IServiceProvider Services => app.Services;

    /// <exception cref="RefusedException">No port could be opened.</exception>
    public static async Task<DeskServer> StartAsync(
        DeskFolder folder, Desktop desktop, TimeProvider time, Action<ILoggingBuilder> logging, CancellationToken cancel)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var port = FirstPort + RandomNumberGenerator.GetInt32(Ports);
            var guard = new Gate(time) { Authority = $"127.0.0.1:{port}" };
            var server = Build(folder, desktop, guard, port, time, logging);
            try
            {
                await server.StartAsync(cancel);
                return new DeskServer(server, guard, port);
            }
            catch (IOException taken) when (taken.InnerException is AddressInUseException or SocketException)
            {
                await server.DisposeAsync(); // Somebody else has that one.
            }
        }
        throw new RefusedException(ShellRefusals.NoPort);
    }

    /// <summary>An address that lets one window in, once.</summary>
    /// <param name="path">Where it goes then.</param>
    public Uri Admit(string path = "/") => new($"http://{gate.Authority}{gate.Admit(path)}");

    /// <summary>The screen that an address of our scheme asks for; one that is not ours is shown as refused.</summary>
    /// <param name="address">As the system handed it over; null: the list.</param>
    public static string PathFor(string? address) =>
        address is null ? "/" : $"{ArriveModel.Path}?address={Uri.EscapeDataString(ProgramAddress.Parse(address)?.ToString() ?? "")}";

    private sealed class KeysInMemory : IXmlRepository
    {
        private readonly ConcurrentQueue<XElement> keys = [];

        public IReadOnlyCollection<XElement> GetAllElements() => [.. keys];

        public void StoreElement(XElement element, string friendlyName) => keys.Enqueue(element);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static WebApplication Build(
        DeskFolder folder, Desktop desktop, Gate gate, int port, TimeProvider time, Action<ILoggingBuilder> logging)
    {
        var faces = new FaceTable([new Face { Name = Face, Owner = "desk", Addresses = [new("loopback", "127.0.0.1", port)] }]);
        var builder = PartyServer.Create(new("desk", typeof(DeskServer).Assembly, faces, IPAddress.Loopback, time, logging));
        // Forms live no longer than the program.
        builder.Services.AddDataProtection().AddKeyManagementOptions(keys => (keys.XmlRepository, keys.XmlEncryptor) = (new KeysInMemory(), new NullXmlEncryptor()));
        builder.Services.AddSingleton(gate);
        builder.Services.AddSingleton(folder);
        builder.Services.AddSingleton(desktop);
        builder.Services.AddSingleton<IPartyLook, DeskLook>();
        builder.Services.AddSingleton<WindowWishes>();
        builder.Services.AddSingleton<KeyKeeping>();
        builder.Services.AddSingleton<OpenedKeys>();
        builder.Services.AddSingleton<KnownBanks>();
        builder.Services.AddSingleton<Enrolments>();
        builder.Services.AddSingleton<TryCertificate>();
        builder.Services.AddSingleton<CleanUp>();
        builder.Services.AddUnattendedRenewal();
        return PartyServer.Build(builder,
            beforePages: app => app.UseMiddleware<OpenedKeysMiddleware>(),
            beforeAll: app => app.UseMiddleware<GateMiddleware>());
    }
}
