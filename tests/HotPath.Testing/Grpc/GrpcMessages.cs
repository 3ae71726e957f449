using System.Buffers.Binary;
using System.IO.Compression;
using HotPath.Core;

namespace HotPath.Testing.Grpc;

/// <summary>The framing and naming of OTLP/gRPC for test code: simple and allocating, where the gateway's own is neither.</summary>
public static class GrpcMessages
{
    /// <summary>A message's prefix: one byte of flag, four of length.</summary>
    public const int PrefixBytes = 5;

    /// <summary>The path of a signal's Export method.</summary>
    public static string Path(Signal signal) => signal switch
    {
        Signal.Traces => "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        Signal.Metrics => "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        Signal.Logs => "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
        _ => "/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export",
    };

    /// <summary>Puts the five-byte prefix (flag, big-endian length) before a message.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> message, bool compressed = false)
    {
        byte[] framed = new byte[message.Length + 5];
        framed[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)message.Length);
        message.CopyTo(framed.AsSpan(5));
        return framed;
    }

    /// <summary>Takes the prefix off the one message of a body; throws if there is not exactly one.</summary>
    public static (byte Flag, byte[] Message) Unframe(ReadOnlySpan<byte> body)
    {
        if (body.Length < 5 || BinaryPrimitives.ReadUInt32BigEndian(body[1..]) != body.Length - 5)
        {
            throw new InvalidDataException($"a body of {body.Length} bytes is not one gRPC message");
        }

        return (body[0], body[5..].ToArray());
    }

    /// <summary>Compresses with gzip.</summary>
    public static byte[] Gzip(ReadOnlySpan<byte> message, CompressionLevel level = CompressionLevel.Fastest)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, level))
        {
            gzip.Write(message);
        }

        return output.ToArray();
    }

    /// <summary>Decompresses gzip.</summary>
    public static byte[] Gunzip(byte[] message)
    {
        var output = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(message), CompressionMode.Decompress);
        gzip.CopyTo(output);
        return output.ToArray();
    }
}
