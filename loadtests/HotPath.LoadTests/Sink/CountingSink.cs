using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using HotPath.Core;
using HotPath.Core.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace HotPath.LoadTests.Sink;

/// <summary>
/// The backend of every scenario: an OTLP/gRPC server that counts what arrives whole and answers OK. What counts is what is delivered here, not
/// what a sender believes it has sent.
/// </summary>
internal sealed class CountingSink : IAsyncDisposable
{
    private const int PrefixBytes = 5;
    private static readonly byte[] EmptyMessage = new byte[PrefixBytes];

    private readonly WebApplication _app;
    private long _spans;
    private long _bytes;

    private CountingSink(WebApplication app) => _app = app;

    /// <summary>Spans delivered so far.</summary>
    public long Spans => Interlocked.Read(ref _spans);

    /// <summary>Wire bytes of the messages delivered so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public static async Task<CountingSink> StartAsync(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 32 << 20;
            kestrel.Limits.Http2.InitialStreamWindowSize = 8 << 20;
        });
        var sink = new CountingSink(builder.Build());
        sink._app.Run(sink.HandleAsync);
        await sink._app.StartAsync();
        return sink;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        PipeReader reader = context.Request.BodyReader;
        ReadResult result = await reader.ReadAsync();
        while (!result.IsCompleted)
        {
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await reader.ReadAsync();
        }

        int spans = Count(result.Buffer.Slice(PrefixBytes));
        Interlocked.Add(ref _spans, spans);
        Interlocked.Add(ref _bytes, result.Buffer.Length - PrefixBytes);
        reader.AdvanceTo(result.Buffer.End);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(EmptyMessage);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static int Count(in ReadOnlySequence<byte> message)
    {
        if (message.IsSingleSegment)
        {
            return CountChecked(message.FirstSpan);
        }

        byte[] whole = ArrayPool<byte>.Shared.Rent((int)message.Length);
        message.CopyTo(whole);
        int spans = CountChecked(whole.AsSpan(0, (int)message.Length));
        ArrayPool<byte>.Shared.Return(whole);
        return spans;
    }

    private static int CountChecked(ReadOnlySpan<byte> message)
    {
        WalkResult walk = OtlpWalk.Check(Signal.Traces, message);
        return walk.Fault == WireFault.None
            ? walk.Items
            : throw new InvalidDataException($"a message arrived broken: {walk.Fault} at byte {walk.FaultOffset} of {message.Length}");
    }
}
