using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Listeners;

/// <summary>
/// Passes Kestrel's warnings and errors to the gateway's log, and nothing below: Kestrel tells of every refused body at info, and nothing
/// of ours logs per request.
/// </summary>
internal sealed class QuietLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Quiet(inner.CreateLogger(categoryName));

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <summary>Does nothing: the inner factory belongs to the gateway.</summary>
    public void Dispose()
    {
    }

    private sealed class Quiet(ILogger inner) : ILogger
    {
        /// <summary>"HTTP/2 is not enabled …": it is, by prior knowledge (Http/CleartextHttp2.cs).</summary>
        private const string NoHttp2 = "Http2DisabledWithHttp1AndNoTls";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && eventId.Name != NoHttp2)
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
