using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;

namespace Warifu.Authority.Status;

/// <summary>An answer with its headers ready.</summary>
internal sealed record KeptAnswer(byte[] Der, StringValues ETag, StringValues LastModified, StringValues Expires, long Epoch, DateTimeOffset Until);

/// <summary>
/// Answers this node gave a moment ago, by the request they belong to. All of them are forgotten when anything changes in the
/// register: at once on the node that changed it, and on the others when <see cref="StatusWatch"/> sees the new version. A node
/// that could not look for two seconds uses none of them.
/// </summary>
internal sealed class OcspMemory(TimeProvider time)
{
    /// <summary>Of about 1.5 KiB each.</summary>
    private const int Most = 20_000;

    /// <summary>A kept answer is read again from the database after this, so that a refreshed one goes out.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Blind = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, KeptAnswer> kept = new(StringComparer.Ordinal);
    private long epoch;
    private long seenAt = long.MinValue;

    /// <summary>Taken before the register is read; an answer from before a change is then never found.</summary>
    public long Epoch => Volatile.Read(ref epoch);

    public void Forget()
    {
        Interlocked.Increment(ref epoch);
        kept.Clear();
    }

    /// <summary>The version of the register was looked at just now.</summary>
    public void Seen() => Volatile.Write(ref seenAt, time.GetTimestamp());

    /// <param name="request">The path of a GET, or the body of a POST in base64.</param>
    public KeptAnswer? Find(string request) =>
        kept.TryGetValue(request, out var answer) && answer.Epoch == Epoch && IsAwake && time.GetUtcNow() < answer.Until ? answer : null;

    public void Keep(string request, KeptAnswer answer)
    {
        // Whoever asks in ever new spellings empties it and gains nothing.
        if (kept.Count >= Most)
            kept.Clear();
        kept[request] = answer;
    }

    private bool IsAwake => Volatile.Read(ref seenAt) is var seen and not long.MinValue && time.GetElapsedTime(seen) < Blind;
}
