using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>.NET's HTTP/2 client as the way to a backend: what HotPath began with, kept to compare with.</summary>
internal sealed class HttpClientTransport : IGrpcTransport
{
    private const string Service = "/opentelemetry.proto.collector.";

    private readonly HttpMessageInvoker _channel;
    private readonly DefaultObjectPool<OtlpCall> _calls;
    private readonly GrpcClientPlan _client;
    private readonly Uri _traces;
    private readonly Uri _metrics;
    private readonly Uri _logs;
    private readonly Uri _profiles;

    /// <summary>Makes the transport; it connects with the first call.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public HttpClientTransport(GrpcClientPlan client, ComponentId id, TimeSpan timeout, int consumers)
    {
        _client = client;
        _channel = GrpcChannel.Open(client, id);
        string root = $"{(client.Tls is null ? "http" : "https")}://{client.Endpoint.Authority}{Service}";
        _traces = new Uri(root + "trace.v1.TraceService/Export");
        _metrics = new Uri(root + "metrics.v1.MetricsService/Export");
        _logs = new Uri(root + "logs.v1.LogsService/Export");
        _profiles = new Uri(root + "profiles.v1development.ProfilesService/Export");
        _calls = new DefaultObjectPool<OtlpCall>(new CallPolicy(client, timeout), consumers);
    }

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(
        Signal signal, IEgressMessage message, ClientCredentials? credentials, CancellationToken cancel)
    {
        OtlpCall call = _calls.Get();
        try
        {
            call.Carry(credentials);
            call.Request.RequestUri = PathOf(signal);
            call.Content.Begin(message);
            return await ExchangeAsync(call, cancel);
        }
        finally
        {
            // The batch, and with it the slabs, are the caller's again when this method ends.
            await call.Content.EndAsync(cancel);
            if (call.IsAnswered && call.Content.IsReusable)
            {
                _calls.Return(call);
            }
            else
            {
                call.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return default;
    }

    private async ValueTask<SendResult> ExchangeAsync(OtlpCall call, CancellationToken cancel)
    {
        try
        {
            call.IsAnswered = false;
            using HttpResponseMessage response = await _channel.SendAsync(call.Request, cancel);
            await using Stream body = await response.Content.ReadAsStreamAsync(cancel);
            if (!await call.Response.TryReadAsync(body, cancel))
            {
                return GrpcResults.TooLarge;
            }

            call.IsAnswered = true;
            return GrpcResults.Of(GrpcStatus.Of(response), call.Response);
        }
        catch (Exception fault) when (NoAnswer.Is(fault))
        {
            // Whatever surfaced first: if the attempt was cancelled, that is what ended it.
            cancel.ThrowIfCancellationRequested();
            return GrpcResults.Unavailable($"connection to {_client.Endpoint.Authority}: {fault.GetBaseException().Message}");
        }
    }

    private Uri PathOf(Signal signal) => signal switch
    {
        Signal.Traces => _traces,
        Signal.Metrics => _metrics,
        Signal.Logs => _logs,
        _ => _profiles,
    };

    private sealed class CallPolicy(GrpcClientPlan client, TimeSpan timeout) : PooledObjectPolicy<OtlpCall>
    {
        public override OtlpCall Create() => new(client, timeout);

        public override bool Return(OtlpCall obj) => true;
    }
}
