namespace HotPath.Core.Json;

/// <summary>
/// OTLP/JSON to protobuf's wire format, token by token and without objects, either in one pass into memory that may be too small
/// (<see cref="Read"/>), or in two: one that says how much memory to take (<see cref="Measure"/>), and one that fills it
/// (<see cref="Write"/>). Read as the Collector reads it (OTLP specification, "JSON Protobuf Encoding", and more): names also in
/// snake_case, enums also by name, 64-bit integers as strings or numbers, ids as hex in any case, unknown keys passed over, null as none,
/// and what follows the request left unread. No allocation, any thread.
/// </summary>
public static unsafe class OtlpJsonReader
{
    /// <summary>The size pass: checks a request and says how many bytes it has in protobuf.</summary>
    /// <param name="signal">Which request message the JSON is.</param>
    /// <param name="json">The request in UTF-8: an object, or null, which is a request without resources.</param>
    /// <returns>The size, or the first fault. Without a fault the wire bytes pass <see cref="Wire.OtlpWalk.Check"/>.</returns>
    public static JsonResult Measure(Signal signal, ReadOnlySpan<byte> json)
    {
        var spare = stackalloc byte[WireOutput.MostReserved];
        fixed (byte* text = json)
        {
            var pass = new JsonToWire(text, json.Length, WireOutput.Measure(spare));
            return pass.Run(signal);
        }
    }

    /// <summary>The write pass.</summary>
    /// <param name="signal">The signal that was given to <see cref="Measure"/>.</param>
    /// <param name="json">The bytes that were given to <see cref="Measure"/>, unchanged.</param>
    /// <param name="wire">Where to write; at least <see cref="JsonResult.WireBytes"/> long.</param>
    /// <returns>How many bytes were written: <see cref="JsonResult.WireBytes"/>.</returns>
    /// <exception cref="ArgumentException">The JSON is at fault, or <paramref name="wire"/> too short.</exception>
    public static int Write(Signal signal, ReadOnlySpan<byte> json, Span<byte> wire)
    {
        var spare = stackalloc byte[WireOutput.MostReserved];
        fixed (byte* text = json, room = wire)
        {
            var pass = new JsonToWire(text, json.Length, WireOutput.Exact(spare, room, wire.Length));
            var result = pass.Run(signal);
            if (result.Fault != JsonFault.None)
            {
                throw new ArgumentException(
                    $"The JSON is at fault ({result.Fault} at byte {result.FaultOffset}): measure it first.", nameof(json));
            }

            return pass.IsWritten
                ? result.WireBytes
                : throw new ArgumentException(
                    $"The {wire.Length} bytes for the wire request are too few: take as many as the size pass of the same JSON says.",
                    nameof(wire));
        }
    }

    /// <summary>Both passes in one: checks a request, measures it, and writes it if there is room.</summary>
    /// <param name="signal">Which request message the JSON is.</param>
    /// <param name="json">The request in UTF-8: an object, or null, which is a request without resources.</param>
    /// <param name="into">Where to write, if it is long enough: as long as the JSON will mostly do. Its bytes change in any case.</param>
    /// <param name="isWritten">Whether <paramref name="into"/> holds the request. If not, and without a fault, <see cref="Write"/> is left
    /// to be called. Some bytes more than the request has may be needed.</param>
    /// <returns>What <see cref="Measure"/> returns.</returns>
    public static JsonResult Read(Signal signal, ReadOnlySpan<byte> json, Span<byte> into, out bool isWritten)
    {
        var spare = stackalloc byte[WireOutput.MostReserved];
        fixed (byte* text = json, room = into)
        {
            var pass = new JsonToWire(text, json.Length, WireOutput.Try(spare, room, into.Length));
            var result = pass.Run(signal);
            isWritten = result.Fault == JsonFault.None && pass.IsWritten;
            return result;
        }
    }
}
