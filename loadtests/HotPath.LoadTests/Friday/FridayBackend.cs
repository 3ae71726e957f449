using System.Net;
using HotPath.Core;
using HotPath.Core.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace HotPath.LoadTests.Friday;

/// <summary>
/// The backend of the day, on a server of somebody else's making: gRPC, uncompressed. It marks an item as delivered just before it says so.
/// When it stalls it takes requests and answers none of them.
/// </summary>
internal sealed class FridayBackend : IAsyncDisposable
{
    private const int PrefixBytes = 5;
    private static readonly byte[] EmptyMessage = new byte[PrefixBytes];

    private readonly WebApplication _app;
    private readonly Tally _tally;
    private volatile TaskCompletionSource? _stalled;
    private string? _broken;

    private FridayBackend(WebApplication app, Tally tally)
    {
        _app = app;
        _tally = tally;
    }

    /// <summary>Whether it answers nothing.</summary>
    public bool IsStalled => _stalled is not null;

    /// <summary>What was wrong with the first message that is not OTLP; null if all were.</summary>
    public string? Broken => Volatile.Read(ref _broken);

    public static async Task<FridayBackend> StartAsync(int port, Tally tally)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        var backend = new FridayBackend(builder.Build(), tally);
        backend._app.Run(backend.HandleAsync);
        await backend._app.StartAsync();
        return backend;
    }

    public void Stall() => _stalled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume()
    {
        TaskCompletionSource? stalled = _stalled;
        _stalled = null;
        stalled?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Resume();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await (_stalled?.Task ?? Task.CompletedTask).WaitAsync(context.RequestAborted);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return;
        }

        Take(context.Request.Path, body.GetBuffer().AsSpan(0, (int)body.Length));
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(EmptyMessage);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private void Take(string path, ReadOnlySpan<byte> framed)
    {
        Signal signal = path == GrpcPost.Path(Signal.Traces)
            ? Signal.Traces
            : path == GrpcPost.Path(Signal.Logs) ? Signal.Logs : Signal.Metrics;
        ReadOnlySpan<byte> message = framed[Math.Min(PrefixBytes, framed.Length)..];
        WalkResult walk = OtlpWalk.Check(signal, message, Validation.Full);
        List<long> numbers = ItemMarker.Read(message);
        if (walk.Fault != WireFault.None || walk.Items != numbers.Count)
        {
            Interlocked.CompareExchange(
                ref _broken, $"{walk.Fault} at {walk.FaultOffset}: {walk.Items} items, {numbers.Count} marks", null);
        }

        _tally.Arrive(numbers);
    }
}
