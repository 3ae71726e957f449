using System.Buffers;
using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Core.Json;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// Makes the bodies that a load sends. Protobuf as it is gets fresh trace ids at each use. JSON and compressed bodies would cost the sender
/// more than their reader, so several different ones are made before the run and sent in turn.
/// </summary>
internal static class PayloadFactory
{
    private const int EncodedVariants = 16;
    private const int GzipLevel = 6;
    private const int ZstdLevel = 1;

    /// <summary>The bodies of one traffic.</summary>
    public static IReadOnlyList<Payload> Create(Traffic traffic, int spans)
    {
        SpanTemplate template = SpanTemplate.Create(spans);
        if (traffic is { Protocol: not WireProtocol.HttpJson, Codec: null })
        {
            return [new Payload(template.Message.ToArray(), template.TraceIds, spans)];
        }

        var random = new Random(spans);
        var payloads = new List<Payload>();
        for (int i = 0; i < EncodedVariants; i++)
        {
            template.Refresh(random);
            payloads.Add(new Payload(Encode(traffic, template.Message), [], spans));
        }

        return payloads;
    }

    private static byte[] Encode(Traffic traffic, ReadOnlySpan<byte> message)
    {
        var output = new ArrayBufferWriter<byte>();
        if (traffic.Protocol == WireProtocol.HttpJson)
        {
            OtlpJsonWriter.Write(Signal.Traces, message, output);
            message = output.WrittenSpan;
        }

        if (traffic.Codec is not { } codec)
        {
            return message.ToArray();
        }

        var compressed = new ArrayBufferWriter<byte>();
        using MessageEncoder encoder = codec.OpenEncoder(codec == Codec.Gzip ? GzipLevel : ZstdLevel);
        encoder.Begin(message.Length, compressed);
        encoder.Write(message);
        encoder.End();
        return compressed.WrittenSpan.ToArray();
    }
}
