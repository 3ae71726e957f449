using System.Buffers;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>A logger of <see cref="ConsoleLogProvider"/>: encodes on the caller's thread, and never waits for the stream.</summary>
internal sealed class ConsoleLogger : IPacedLogger
{
    // An entry larger than this is rare (a debug exporter's): its buffer is not kept.
    private const int KeptBytes = 64 << 10;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    private readonly ConsoleLogProvider _provider;
    private readonly string _name;
    private readonly LogLevel _floor;

    public ConsoleLogger(ConsoleLogProvider provider, string name, LogLevel floor)
    {
        _provider = provider;
        _name = name;
        _floor = floor;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= _provider.MinLevel && logLevel >= _floor;

    public ValueTask RoomAsync(CancellationToken cancel) => _provider.Queue.RoomAsync(cancel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        string message = formatter(state, exception);
        if (_provider.Sampler?.Take(logLevel, message) == false)
        {
            return;
        }

        // Taken while in use: a value's own ToString may log.
        ArrayBufferWriter<byte> scratch = _scratch ?? new ArrayBufferWriter<byte>(1024);
        _scratch = null;
        _provider.Encoder.Write(scratch, _provider.Time.GetLocalNow(), logLevel, _name, message, state, exception);
        _provider.Queue.TryAdd(scratch.WrittenSpan);
        if (scratch.Capacity <= KeptBytes)
        {
            scratch.ResetWrittenCount();
            _scratch = scratch;
        }
    }
}
