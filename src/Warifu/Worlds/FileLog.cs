using System.Text;

namespace Warifu.Worlds;

/// <summary>The log of a world as a file: one line an entry, so that the terminal stays with the story.</summary>
internal sealed class FileLog(string file, TimeProvider time) : ILoggerProvider
{
    private readonly StreamWriter writer = Open(file);

    public ILogger CreateLogger(string categoryName) => new Entries(this, categoryName);

    public void Dispose()
    {
        lock (writer)
            writer.Dispose();
    }

    private static StreamWriter Open(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return new StreamWriter(new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite), Encoding.UTF8) { AutoFlush = true };
    }

    private void Write(string line)
    {
        lock (writer)
            if (writer.BaseStream is { CanWrite: true })
                writer.WriteLine(line);
    }

    private sealed class Entries(FileLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Write($"{log.Now():o} {logLevel,-11} {category} [{eventId.Id}] {formatter(state, exception)}{(exception is null ? "" : " " + exception.ToString().ReplaceLineEndings(" | "))}");
    }

    private DateTimeOffset Now() => time.GetUtcNow();
}
