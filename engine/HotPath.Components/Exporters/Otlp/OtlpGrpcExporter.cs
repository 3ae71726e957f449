using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// OTLP over gRPC over .NET's HTTP/2: one unary Export call a batch, written from where the bytes lie. Called from several consumers at
/// once.
/// </summary>
internal sealed class OtlpGrpcExporter : IExporter
{
    private const string Service = "/opentelemetry.proto.collector.";

    private readonly HttpMessageInvoker _channel;
    private readonly DefaultObjectPool<OtlpCall> _calls;
    private readonly GrpcClientPlan _client;
    private readonly PartialSuccessLog _partials;
    private readonly Uri _traces;
    private readonly Uri _metrics;
    private readonly Uri _logs;

    /// <summary>Makes the exporter; it connects with the first batch.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public OtlpGrpcExporter(OtlpExporterPlan plan, ExporterContext context)
    {
        _client = plan.Client;
        _partials = new PartialSuccessLog(context.Log, context.Time);
        _channel = GrpcChannel.Open(_client, plan.Id);
        string root = $"{(_client.Tls is null ? "http" : "https")}://{_client.Endpoint.Authority}{Service}";
        _traces = new Uri(root + "trace.v1.TraceService/Export");
        _metrics = new Uri(root + "metrics.v1.MetricsService/Export");
        _logs = new Uri(root + "logs.v1.LogsService/Export");
        _calls = new DefaultObjectPool<OtlpCall>(new CallPolicy(plan, context), Math.Clamp(plan.Chain.Queue.NumConsumers, 1, 64));
    }

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        OtlpCall call = _calls.Get();
        try
        {
            if (!call.Message.TryFill(batch, _client.Compression))
            {
                return new SendResult(SendStatus.Retryable, 0, TimeSpan.Zero, ExportReasons.Memory, OtlpMessage.NoRoom);
            }

            call.Request.RequestUri = PathOf(batch.Signal);
            call.Content.Begin(call.Message);
            return await ExchangeAsync(call, batch.Signal, cancel);
        }
        finally
        {
            // The batch, and with it the slabs, are the caller's again when this method ends.
            await call.Content.EndAsync(cancel);
            call.Message.Clear();
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

    private async ValueTask<SendResult> ExchangeAsync(OtlpCall call, Signal signal, CancellationToken cancel)
    {
        try
        {
            call.IsAnswered = false;
            using HttpResponseMessage response = await _channel.SendAsync(call.Request, cancel);
            await using Stream body = await response.Content.ReadAsStreamAsync(cancel);
            if (!await call.Response.TryReadAsync(body, cancel))
            {
                return GrpcCodes.Failure(GrpcCode.ResourceExhausted, $"received message larger than max {GrpcResponseBody.MaxBytes}");
            }

            call.IsAnswered = true;
            GrpcStatus status = GrpcStatus.Of(response);
            return status.Code == GrpcCode.OK
                ? Delivered(call.Response, signal)
                : GrpcCodes.Failure(status.Code, status.Message, status.RetryInfo);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            // Whatever surfaced first: if the attempt was cancelled, that is what ended it.
            cancel.ThrowIfCancellationRequested();
            string message = $"connection to {_client.Endpoint.Authority}: {fault.GetBaseException().Message}";
            return GrpcCodes.Failure(GrpcCode.Unavailable, message);
        }
    }

    private SendResult Delivered(GrpcResponseBody body, Signal signal)
    {
        if (body.IsEmpty)
        {
            return SendResult.Delivered;
        }

        // The status said OK: the backend has the data, and sending them again because its answer cannot be read would double them.
        if (body.Message is not { } message || !PartialSuccess.TryParse(message.Span, out PartialSuccess partial))
        {
            partial = new PartialSuccess(0, "the backend's response cannot be read; if it refused items, they are not counted");
        }

        return _partials.Delivered(signal, partial);
    }

    private Uri PathOf(Signal signal) => signal switch
    {
        Signal.Traces => _traces,
        Signal.Metrics => _metrics,
        _ => _logs,
    };

    private sealed class CallPolicy(OtlpExporterPlan plan, ExporterContext context) : PooledObjectPolicy<OtlpCall>
    {
        public override OtlpCall Create() => new(context.Slabs, plan.Client, plan.Chain.Timeout);

        public override bool Return(OtlpCall obj) => true;
    }
}
