using System.Runtime.CompilerServices;
using HotPath.Components.Exporters.Otlp.Transport;
using HotPath.Components.Exporters.Shared;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// OTLP over gRPC: one unary Export call a batch, written from where the bytes lie. Called from several consumers at once.
/// </summary>
internal sealed class OtlpGrpcExporter : IExporter, ICountsConnections
{
    private readonly IGrpcTransport _transport;
    private readonly DefaultObjectPool<OtlpMessage> _messages;
    private readonly Compression _compression;
    private readonly BackendLog _peers;
    private readonly PartialSuccessLog _partials;
    private readonly EchoedSecrets _secrets;
    private readonly IClientAuthenticator? _auth;

    /// <summary>Makes the exporter; it connects with the first batch.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public OtlpGrpcExporter(OtlpExporterPlan plan, ExporterContext context)
    {
        GrpcClientPlan client = plan.Client;
        TimeSpan timeout = plan.Chain.Timeout;
        int consumers = Math.Clamp(plan.Chain.Queue.NumConsumers, 1, 64);
        _partials = new PartialSuccessLog(context.Log, context.Time);
        _secrets = new EchoedSecrets(client.Headers);
        _auth = context.Authenticators.ClientFor(plan.Auth);
        _compression = client.Compression;
        _peers = new BackendLog(client.Endpoint.Authority, context.Log, context.Time);
        _messages = new DefaultObjectPool<OtlpMessage>(new MessagePolicy(context.Slabs), consumers);
        _transport = client.Transport == GrpcTransportKind.HttpClient
            ? new HttpClientTransport(client, plan.Id, timeout, consumers)
            : new Http2Transport(client, plan.Id, timeout, consumers, _peers, context.Time);
    }

    /// <inheritdoc/>
    public ConnectionCounts Connections => _peers.Counts;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        ClientCredentials? credentials = _auth is null ? null : await _auth.GetAsync(batch.Client.Metadata, cancel);
        if (credentials?.Fault is not null)
        {
            return HeaderEdits.Failure(credentials);
        }

        OtlpMessage message = _messages.Get();
        try
        {
            if (!message.TryFill(batch, _compression))
            {
                return new SendResult(SendStatus.Retryable, 0, TimeSpan.Zero, ExportReasons.Memory, OtlpMessage.NoRoom);
            }

            SendResult result = await _transport.SendAsync(batch.Signal, message, credentials, cancel);
            result = _partials.Tell(batch.Signal, _secrets.Hide(result, credentials));

            // A token that has run out of its own accord, or was taken back: if there is another now, the batch deserves it.
            return result is { Status: SendStatus.Permanent, Reason: HeaderEdits.Reason } && _auth?.Refused(credentials!) == true
                ? result with { Status = SendStatus.Retryable }
                : result;
        }
        finally
        {
            message.Clear();
            _messages.Return(message);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private sealed class MessagePolicy(SlabPool slabs) : PooledObjectPolicy<OtlpMessage>
    {
        public override OtlpMessage Create() => new(slabs);

        public override bool Return(OtlpMessage obj) => true;
    }
}
