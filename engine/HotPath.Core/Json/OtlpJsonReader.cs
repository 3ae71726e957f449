namespace HotPath.Core.Json;

/// <summary>
/// OTLP/JSON to protobuf's wire format, token by token and without objects: a size pass, so that the memory can be admitted, then a
/// write pass. Read as the Collector reads it (OTLP specification, "JSON Protobuf Encoding", and more): names also in snake_case, enums
/// also by name, 64-bit integers as strings or numbers, ids as hex in any case, unknown keys passed over, null as none, and what follows
/// the request left unread. No allocation, any thread.
/// </summary>
public static class OtlpJsonReader
{
    /// <summary>The size pass: checks a request and says how many bytes it has in protobuf.</summary>
    /// <param name="signal">Which request message the JSON is.</param>
    /// <param name="json">The request in UTF-8: an object, or null, which is a request without resources.</param>
    /// <returns>The size, or the first fault. Without a fault the wire bytes pass <see cref="Wire.OtlpWalk.Check"/>.</returns>
    public static JsonResult Measure(Signal signal, ReadOnlySpan<byte> json)
    {
        var pass = new JsonToWire(json, WireOutput.Measure());
        return pass.Run(signal);
    }

    /// <summary>The write pass.</summary>
    /// <param name="signal">The signal that was given to <see cref="Measure"/>.</param>
    /// <param name="json">The bytes that were given to <see cref="Measure"/>, unchanged.</param>
    /// <param name="wire">Where to write; at least <see cref="JsonResult.WireBytes"/> long.</param>
    /// <returns>How many bytes were written: <see cref="JsonResult.WireBytes"/>.</returns>
    /// <exception cref="ArgumentException">The JSON is at fault, or <paramref name="wire"/> too short.</exception>
    public static int Write(Signal signal, ReadOnlySpan<byte> json, Span<byte> wire)
    {
        var pass = new JsonToWire(json, WireOutput.Write(wire));
        var result = pass.Run(signal);
        return result.Fault == JsonFault.None
            ? result.WireBytes
            : throw new ArgumentException(
                $"The JSON is at fault ({result.Fault} at byte {result.FaultOffset}): measure it first.", nameof(json));
    }
}
