using System.Buffers;

namespace HotPath.Core.Json;

/// <summary>Protobuf's wire format to OTLP/JSON (skeleton).</summary>
public static class OtlpJsonWriter
{
    /// <summary>Writes a checked request as OTLP/JSON.</summary>
    public static void Write(Signal signal, ReadOnlySpan<byte> request, IBufferWriter<byte> into) => throw new NotImplementedException();
}
