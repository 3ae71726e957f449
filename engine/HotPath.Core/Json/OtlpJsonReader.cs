namespace HotPath.Core.Json;

/// <summary>OTLP/JSON to protobuf's wire format (skeleton).</summary>
public static class OtlpJsonReader
{
    /// <summary>The size pass.</summary>
    public static JsonResult Measure(Signal signal, ReadOnlySpan<byte> json) => throw new NotImplementedException();

    /// <summary>The write pass.</summary>
    public static int Write(Signal signal, ReadOnlySpan<byte> json, Span<byte> wire) => throw new NotImplementedException();
}
