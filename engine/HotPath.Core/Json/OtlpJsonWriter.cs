using System.Buffers;

namespace HotPath.Core.Json;

/// <summary>
/// Protobuf's wire format to OTLP/JSON, without objects, as the Collector's <c>otlphttp</c> exporter writes it with <c>encoding: json</c>:
/// names in lowerCamelCase, ids in hex, 64-bit integers as strings, enums as numbers, default values left out. It differs in three
/// points, which say the same: infinities are proto3's <c>Infinity</c>, not Go's <c>+Inf</c>; a message that is absent is not written as
/// <c>{}</c>; an id of zeros stays one.
/// </summary>
public static class OtlpJsonWriter
{
    /// <summary>Writes a request. Fields unknown to this build have no name in JSON and are left out. Any thread.</summary>
    /// <param name="signal">Which request message the bytes are.</param>
    /// <param name="request">The request, which passed <see cref="Wire.OtlpWalk.Check"/>. Other bytes make no crash that reads outside,
    /// but may make JSON that is none, or an exception.</param>
    /// <param name="into">Takes the JSON piece by piece, 4 KiB or more each.</param>
    public static void Write(Signal signal, ReadOnlySpan<byte> request, IBufferWriter<byte> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        var pass = new WireToJson(into);
        pass.Run(signal, request);
    }
}
