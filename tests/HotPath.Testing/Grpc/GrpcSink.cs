using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HotPath.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotPath.Testing.Grpc;

/// <summary>
/// An OTLP/gRPC backend inside the test: real HTTP/2 without TLS on loopback, Google.Protobuf as decoder, and answers that a test scripts.
/// Answers come from <see cref="Script"/> first, one a request, then from <see cref="Answer"/>. Thread-safe.
/// </summary>
public sealed class GrpcSink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<GrpcAnswer> _script = new();
    private readonly ConcurrentQueue<GrpcSinkRequest> _requests = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GrpcSink(WebApplication app) => _app = app;

    /// <summary>The port that the sink listens on.</summary>
    public int Port { get; private set; }

    /// <summary><c>127.0.0.1:port</c>, as an exporter's <c>endpoint</c> wants it.</summary>
    public string Endpoint => $"127.0.0.1:{Port}";

    /// <summary>What to answer when the script is empty. Success unless set.</summary>
    public Func<GrpcSinkRequest, GrpcAnswer> Answer { get; set; } = static _ => GrpcAnswer.Ok;

    /// <summary>The requests so far, in order of arrival, whatever was answered.</summary>
    public IReadOnlyList<GrpcSinkRequest> Requests => [.. _requests];

    /// <summary>Requests that could not be decoded, and faults of the sink itself; a test that expects none asserts it empty.</summary>
    public IReadOnlyList<Exception> Faults => [.. _faults];

    /// <summary>Items over all requests so far, refused ones included.</summary>
    public long Items => _requests.Sum(request => (long)request.Items);

    /// <summary>
    /// Starts a sink; a <paramref name="port"/> other than 0 lets a backend come back where it vanished. With a certificate it speaks TLS,
    /// or as <paramref name="tls"/> says of each connection.
    /// </summary>
    public static async Task<GrpcSink> StartAsync(
        int port = 0, X509Certificate2? certificate = null, Func<SslServerAuthenticationOptions>? tls = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                if (certificate is not null)
                {
                    listen.UseHttps(certificate, static https => https.HandshakeTimeout = Patience);
                }
                else if (tls is not null)
                {
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        OnConnection = _ => ValueTask.FromResult(tls()),
                        HandshakeTimeout = Patience,
                    });
                }
            });

            // haproxy hands on :scheme https over plaintext, having ended TLS itself.
            kestrel.AllowAlternateSchemes = true;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 16 << 20;
            kestrel.Limits.Http2.InitialStreamWindowSize = 4 << 20;
        });
        var sink = new GrpcSink(builder.Build());
        sink._app.Run(sink.HandleAsync);
        await sink._app.StartAsync();
        sink.Port = new Uri(sink._app.Urls.Single()).Port;
        return sink;
    }

    /// <summary>Adds answers to the script: each is used once, in order.</summary>
    public void Script(params ReadOnlySpan<GrpcAnswer> answers)
    {
        foreach (GrpcAnswer answer in answers)
        {
            _script.Enqueue(answer);
        }
    }

    /// <summary>Waits until so many requests have arrived; throws after the timeout (a minute).</summary>
    public Task WaitForRequestsAsync(int count, TimeSpan? timeout = null) =>
        WaitAsync(() => _requests.Count >= count, () => $"{_requests.Count} of {count} requests arrived", timeout);

    /// <summary>Waits until so many items have arrived over all requests; throws after the timeout (a minute).</summary>
    public Task WaitForItemsAsync(long count, TimeSpan? timeout = null) =>
        WaitAsync(() => Items >= count, () => $"{Items} of {count} items arrived", timeout);

    /// <summary>Stops: requests that hang are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task WaitAsync(Func<bool> reached, Func<string> progress, TimeSpan? timeout)
    {
        using var deadline = new CancellationTokenSource(timeout ?? Patience);
        while (true)
        {
            Task next;
            lock (_lock)
            {
                next = _arrived.Task;
            }

            if (reached())
            {
                return;
            }

            try
            {
                await next.WaitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{progress()}; faults: {string.Join("; ", _faults)}");
            }
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            if (await GrpcSinkWire.ReadAsync(context) is not { } request)
            {
                await GrpcSinkWire.AnswerAsync(context, Signal.Traces, GrpcAnswer.Error(12, $"unknown method {context.Request.Path}"));
                return;
            }

            GrpcAnswer answer = _script.TryDequeue(out GrpcAnswer? scripted) ? scripted : Answer(request);
            Keep(request);
            await WaitBeforeAsync(answer, context.RequestAborted);
            if (answer.AbortConnection)
            {
                context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
            }
            else if (answer.ResetStream)
            {
                context.Abort();
            }
            else
            {
                await GrpcSinkWire.AnswerAsync(context, request.Signal, answer);
            }
        }
        catch (OperationCanceledException)
        {
            // The client gave up, or the sink is being disposed: there is nobody to answer.
            context.Abort();
        }
        catch (IOException gone) when (gone is ConnectionResetException || gone.GetType() == typeof(IOException))
        {
            // The client reset the connection, or the stream, while its request came, which is no fault of the sink's either. What can't be
            // decoded is an IOException of another type.
            context.Abort();
        }
        catch (Exception fault) when (fault is InvalidDataException or Google.Protobuf.InvalidProtocolBufferException)
        {
            _faults.Enqueue(fault);
            await GrpcSinkWire.AnswerAsync(context, Signal.Traces, GrpcAnswer.Error(3, fault.Message));
        }
        catch (Exception fault)
        {
            _faults.Enqueue(fault);
            context.Abort();
        }
    }

    private async Task WaitBeforeAsync(GrpcAnswer answer, CancellationToken clientGone)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(clientGone, _stopping.Token);
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, gone.Token);
        }

        if (answer.Until is { } until)
        {
            await until.WaitAsync(gone.Token);
        }
    }

    private void Keep(GrpcSinkRequest request)
    {
        _requests.Enqueue(request);
        TaskCompletionSource arrived;
        lock (_lock)
        {
            arrived = _arrived;
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        arrived.SetResult();
    }
}
