using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HotPath.Testing.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotPath.Testing.Http;

/// <summary>
/// An OTLP/HTTP backend inside the test: a real server on loopback, with answers that a test scripts. Answers come from
/// <see cref="Script"/> first, one a request, then from <see cref="Answer"/>. Thread-safe.
/// </summary>
public sealed class HttpSink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<HttpSinkAnswer> _script = new();
    private readonly ConcurrentQueue<HttpSinkRequest> _requests = new();
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _arrived = new(0);

    private HttpSink(WebApplication app) => _app = app;

    /// <summary>The port that the sink listens on.</summary>
    public int Port { get; private set; }

    /// <summary><c>http://127.0.0.1:port</c>, as an exporter's <c>endpoint</c> wants it.</summary>
    public string Endpoint => $"http://127.0.0.1:{Port}";

    /// <summary>What to answer when the script is empty. Success unless set.</summary>
    public Func<HttpSinkRequest, HttpSinkAnswer> Answer { get; set; } = static _ => HttpSinkAnswer.Ok;

    /// <summary>The requests so far, in order of arrival, whatever was answered.</summary>
    public IReadOnlyList<HttpSinkRequest> Requests => [.. _requests];

    /// <summary>Bodies that could not be decoded, and faults of the sink itself; a test that expects none asserts it empty.</summary>
    public IReadOnlyList<Exception> Faults => [.. _faults];

    /// <summary>
    /// Starts a sink; with a certificate it speaks TLS, and HTTP/2 to those who want it, or as <paramref name="tls"/> says of each
    /// connection.
    /// </summary>
    public static async Task<HttpSink> StartAsync(
        X509Certificate2? certificate = null, int port = 0, Func<SslServerAuthenticationOptions>? tls = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = certificate is null && tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
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
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        var sink = new HttpSink(builder.Build());
        sink._app.Run(sink.HandleAsync);
        await sink._app.StartAsync();
        sink.Port = new Uri(sink._app.Urls.Single()).Port;
        return sink;
    }

    /// <summary>Adds answers to the script: each is used once, in order.</summary>
    public void Script(params ReadOnlySpan<HttpSinkAnswer> answers)
    {
        foreach (HttpSinkAnswer answer in answers)
        {
            _script.Enqueue(answer);
        }
    }

    /// <summary>Waits for the next requests, so many since the last wait; throws after a minute.</summary>
    public async Task WaitForRequestsAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!await _arrived.WaitAsync(Patience))
            {
                throw new TimeoutException($"{i} of {count} requests arrived; faults: {string.Join("; ", _faults)}");
            }
        }
    }

    /// <summary>Stops: requests that hang are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
        _arrived.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            HttpSinkRequest request = await ReadAsync(context);
            HttpSinkAnswer answer = _script.TryDequeue(out HttpSinkAnswer? scripted) ? scripted : Answer(request);
            _requests.Enqueue(request);
            _arrived.Release();
            using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
            await (answer.Until ?? Task.CompletedTask).WaitAsync(gone.Token);
            await AnswerAsync(context, answer);
        }
        catch (OperationCanceledException)
        {
            // The client gave up, or the sink is being disposed: there is nobody to answer.
            context.Abort();
        }
        catch (Exception fault)
        {
            _faults.Enqueue(fault);
            context.Abort();
        }
    }

    private static async Task<HttpSinkRequest> ReadAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        byte[] wire = body.ToArray();
        byte[] bytes = SinkBytes.OfHttp(headers.GetValueOrDefault("content-encoding", ""), wire);
        return new HttpSinkRequest($"{request.Path}{request.QueryString}", request.Protocol, context.Connection.Id, headers, wire, bytes);
    }

    private static async Task AnswerAsync(HttpContext context, HttpSinkAnswer answer)
    {
        if (answer.AbortConnection)
        {
            context.Features.GetRequiredFeature<IConnectionLifetimeFeature>().Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        foreach ((string name, string value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        // A 204 or 304 must not even try.
        if (!answer.Body.IsEmpty)
        {
            await context.Response.Body.WriteAsync(answer.Body);
        }
    }
}
