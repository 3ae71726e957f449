using System.Buffers;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>Writes log entries in one of the Collector's encodings. Thread-safe.</summary>
internal interface ILogEncoder
{
    /// <summary>Appends one entry, line feed included.</summary>
    void Write(
        IBufferWriter<byte> into, DateTimeOffset time, LogLevel level, string name, string message, object? state, Exception? exception);
}
