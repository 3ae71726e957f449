using Google.Protobuf;
using HotPath.Core;
using HotPath.Testing.Compression;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using Microsoft.AspNetCore.Http;

namespace HotPath.Testing.Grpc;

/// <summary>How a <see cref="GrpcSink"/> reads a call and writes an answer.</summary>
internal static class GrpcSinkWire
{
    private static readonly Signal[] Signals = Enum.GetValues<Signal>();

    /// <summary>Reads one Export call; null if the path is none. Throws <see cref="InvalidDataException"/> on bad framing.</summary>
    public static async Task<GrpcSinkRequest?> ReadAsync(HttpContext context)
    {
        int known = Array.FindIndex(Signals, signal => context.Request.Path.Value == GrpcMessages.Path(signal));
        if (known < 0)
        {
            return null;
        }

        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        (byte flag, byte[] wire) = GrpcMessages.Unframe(body.ToArray());
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        string encoding = headers.GetValueOrDefault("grpc-encoding", "identity");
        byte[] bytes = SinkBytes.OfGrpc(flag, encoding, wire);
        return new GrpcSinkRequest(Signals[known], headers, wire, bytes);
    }

    /// <summary>Writes an answer that is one: not a reset, not an abort.</summary>
    public static async Task AnswerAsync(HttpContext context, Signal signal, GrpcAnswer answer)
    {
        HttpResponse response = context.Response;
        response.StatusCode = answer.HttpStatus;
        if (answer.HttpStatus != StatusCodes.Status200OK)
        {
            return;
        }

        response.ContentType = "application/grpc";
        if (answer.TrailersOnly)
        {
            WriteStatus(answer, (name, value) => response.Headers[name] = value);
            return;
        }

        if (answer.Status == 0)
        {
            ReadOnlyMemory<byte> message = answer.ResponseBytes ?? Response(signal, answer).ToByteArray();
            await response.Body.WriteAsync(GrpcMessages.Frame(message.Span));
        }
        else
        {
            await response.StartAsync();
        }

        if (!answer.OmitStatus)
        {
            WriteStatus(answer, (name, value) => response.AppendTrailer(name, value));
        }
    }

    private static void WriteStatus(GrpcAnswer answer, Action<string, string> write)
    {
        write("grpc-status", answer.Status.ToString());
        if (answer.Message is not null)
        {
            write("grpc-message", GrpcText.Encode(answer.Message));
        }

        if (answer.DetailsBin() is { } details)
        {
            write("grpc-status-details-bin", details);
        }
    }

    private static IMessage Response(Signal signal, GrpcAnswer answer)
    {
        bool partial = answer.RejectedItems > 0 || answer.PartialMessage is not null;
        long rejected = answer.RejectedItems;
        string message = answer.PartialMessage ?? "";
        return signal switch
        {
            Signal.Traces => new ExportTraceServiceResponse
            {
                PartialSuccess = partial ? new ExportTracePartialSuccess { RejectedSpans = rejected, ErrorMessage = message } : null,
            },
            Signal.Metrics => new ExportMetricsServiceResponse
            {
                PartialSuccess = partial ? new ExportMetricsPartialSuccess { RejectedDataPoints = rejected, ErrorMessage = message } : null,
            },
            // The answer for profiles has the fields of the answer for logs.
            _ => new ExportLogsServiceResponse
            {
                PartialSuccess = partial ? new ExportLogsPartialSuccess { RejectedLogRecords = rejected, ErrorMessage = message } : null,
            },
        };
    }
}
