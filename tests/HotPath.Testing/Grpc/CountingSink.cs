using System.Buffers;
using System.Net;
using HotPath.Core;
using HotPath.Core.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace HotPath.Testing.Grpc;

/// <summary>
/// An OTLP/gRPC backend that only counts the spans it is sent, uncompressed, and keeps nothing: for tests that move a lot. Whether spans
/// arrive
/// unharmed is what tests with a <see cref="GrpcSink"/> prove.
/// </summary>
public sealed class CountingSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Task _open;
    private long _items;
    private long _requests;

    private CountingSink(WebApplication app, Task open)
    {
        _app = app;
        _open = open;
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>Spans of the requests that were answered with success.</summary>
    public long Items => Interlocked.Read(ref _items);

    /// <summary>Requests that were answered with success.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>
    /// Starts a sink; it reads each request but answers none before <paramref name="open"/> has completed (at once if null).
    /// </summary>
    public static async Task<CountingSink> StartAsync(Task? open = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 16 << 20;
            kestrel.Limits.Http2.InitialStreamWindowSize = 8 << 20;
        });
        var sink = new CountingSink(builder.Build(), open ?? Task.CompletedTask);
        sink._app.Run(sink.HandleAsync);
        await sink._app.StartAsync();
        sink.Endpoint = $"127.0.0.1:{new Uri(sink._app.Urls.Single()).Port}";
        return sink;
    }

    /// <summary>Waits until so many spans have arrived.</summary>
    public async Task WaitForItemsAsync(long count, TimeSpan patience)
    {
        using var given = new CancellationTokenSource(patience);
        while (Items < count)
        {
            if (given.IsCancellationRequested)
            {
                throw new TimeoutException($"{Items} of {count} items arrived");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        int items = await CountAsync(context);
        await _open.WaitAsync(context.RequestAborted);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(GrpcMessages.Frame([]));
        context.Response.AppendTrailer("grpc-status", "0");

        // Items last: whoever waits for them finds their request counted, too.
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _items, items);
    }

    private static async Task<int> CountAsync(HttpContext context)
    {
        int length = (int)context.Request.ContentLength.GetValueOrDefault(64 << 20);
        byte[] body = ArrayPool<byte>.Shared.Rent(length);
        int filled = 0;
        int read;
        while ((read = await context.Request.Body.ReadAsync(body.AsMemory(filled))) > 0)
        {
            filled += read;
        }

        WalkResult walk = OtlpWalk.Check(Signal.Traces, body.AsSpan(GrpcMessages.PrefixBytes, filled - GrpcMessages.PrefixBytes));
        ArrayPool<byte>.Shared.Return(body);
        return walk.Fault == WireFault.None ? walk.Items : throw new InvalidDataException($"{walk.Fault} at {walk.FaultOffset}");
    }
}
