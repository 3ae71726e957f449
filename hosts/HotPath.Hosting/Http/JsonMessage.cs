using System.Buffers;
using HotPath.Core;
using HotPath.Core.Json;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Http;

/// <summary>
/// Turns an OTLP/JSON body into wire bytes, from one slab to another. How much is to be admitted is known when all has been read; by then
/// it has been written to scratch memory too, and is copied. What does not fit into the scratch memory a second pass writes.
/// </summary>
internal static class JsonMessage
{
    // One pass and a copy cost half of two passes, and a thread-pool thread keeps this much for it.
    private const int MostScratch = 1 << 20;

    /// <summary>
    /// Transcodes. The lease of the JSON (<c>default</c> if the body was empty, which is no JSON) is returned in any case; on true,
    /// <paramref name="message"/> holds the request in protobuf (<c>default</c> if that is empty), on false nothing is held.
    /// </summary>
    public static bool TryTranscode(Signal signal, Lease json, in MessageLimit limit, out Lease message, out Refusal refusal)
    {
        message = default;
        byte[] scratch = ArrayPool<byte>.Shared.Rent(Math.Min(json.Length, MostScratch));
        try
        {
            JsonResult size = OtlpJsonReader.Read(signal, json.Bytes, scratch, out bool isWritten);
            if (size.Fault != JsonFault.None)
            {
                refusal = Malformed(size);
                return false;
            }

            refusal = default;
            if (size.WireBytes == 0)
            {
                return true;
            }

            if (limit.Refuse(size.WireBytes, " in protobuf") is { } tooLarge)
            {
                refusal = tooLarge;
                return false;
            }

            if (!limit.TryRent(size.WireBytes, out message, out refusal))
            {
                return false;
            }

            if (isWritten)
            {
                scratch.AsSpan(0, size.WireBytes).CopyTo(message.Writable);
            }
            else
            {
                OtlpJsonReader.Write(signal, json.Bytes, message.Writable);
            }

            return true;
        }
        catch
        {
            if (message.IsHeld)
            {
                message.Return();
            }

            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
            if (json.IsHeld)
            {
                json.Return();
            }
        }
    }

    private static Refusal Malformed(in JsonResult size) => new(
        new RpcStatus(RpcCode.InvalidArgument, $"malformed OTLP/JSON request: {size.Fault} at byte {size.FaultOffset}"),
        size.Fault == JsonFault.TooLarge ? RefuseReason.TooLarge : RefuseReason.Malformed);
}
