using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Bank;

/// <summary>The Authority's stream of changes as a test writes it, to whoever is listening; each new listener hears what he has not yet.</summary>
internal sealed class ChangeFeed
{
    private readonly Lock gate = new();
    private readonly List<CertificateChange> changes = [];
    private readonly List<PipeWriter> listeners = [];

    /// <summary>The numbers after which listeners asked.</summary>
    public List<string> AskedAfter { get; } = [];

    public CertificateChange Add(SerialNumber serial, ChangeKind kind, RevocationReason? reason, DateTimeOffset at)
    {
        lock (gate)
        {
            var change = new CertificateChange(changes.Count + 1, serial, kind, reason, at);
            changes.Add(change);
            listeners.ForEach(listener => Write(listener, ChangeEvents.Change, change));
            return change;
        }
    }

    public void Beat()
    {
        lock (gate)
            listeners.ForEach(listener => Write(listener, ChangeEvents.Heartbeat, new ChangeHeartbeat(changes.Count)));
    }

    /// <summary>Ends every open stream.</summary>
    public void BreakOff()
    {
        lock (gate)
        {
            listeners.ForEach(listener => listener.Complete());
            listeners.Clear();
        }
    }

    public HttpResponseMessage Open(HttpRequestMessage request)
    {
        lock (gate)
        {
            var after = request.Headers.GetValues("Last-Event-ID").Single();
            AskedAfter.Add(after);
            var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            listeners.Add(pipe.Writer);
            foreach (var change in changes.Skip(int.Parse(after)))
                Write(pipe.Writer, ChangeEvents.Change, change);
            Write(pipe.Writer, ChangeEvents.Heartbeat, new ChangeHeartbeat(changes.Count));
            return new(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) };
        }
    }

    private static void Write<T>(PipeWriter listener, string name, T data)
    {
        listener.Write(Encoding.UTF8.GetBytes($"event: {name}\ndata: {JsonSerializer.Serialize(data, WireJson.Options)}\n\n"));
        // Nothing waits: the pipe has no bound.
        _ = listener.FlushAsync().AsTask();
    }
}
