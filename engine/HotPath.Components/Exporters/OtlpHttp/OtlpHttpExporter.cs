using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>
/// OTLP over HTTP: one POST a batch, written from where the bytes lie. One exporter carries one signal to one URL. Called from several
/// consumers at once.
/// </summary>
internal sealed class OtlpHttpExporter : IExporter
{
    private readonly HttpMessageInvoker _channel;
    private readonly DefaultObjectPool<HttpCall> _calls;
    private readonly HttpClientPlan _client;
    private readonly Uri _url;
    private readonly bool _asJson;
    private readonly Signal _signal;
    private readonly TimeProvider _time;
    private readonly PartialSuccessLog _partials;
    private readonly EchoedSecrets _secrets;
    private readonly IClientAuthenticator? _auth;

    /// <summary>Makes the exporter; it connects with the first batch.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public OtlpHttpExporter(OtlpHttpExporterPlan plan, Uri url, ExporterContext context)
    {
        _client = plan.Client;
        _asJson = plan.AsJson;
        _url = url;
        _signal = context.Signal;
        _time = context.Time;
        _partials = new PartialSuccessLog(context.Log, context.Time);
        _secrets = new EchoedSecrets(_client.Headers, url);
        _channel = new HttpMessageInvoker(HttpChannel.CreateHandler(_client, url, plan.Id, context.Time, context.Log));
        _auth = context.Authenticators.ClientFor(plan.Auth);
        var policy = new CallPolicy(plan, url, context);
        _calls = new DefaultObjectPool<HttpCall>(policy, Math.Clamp(plan.Chain.Queue.NumConsumers, 1, 64));
    }

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        ClientCredentials? credentials = _auth is null ? null : await _auth.GetAsync(batch.Client.Metadata, cancel);
        if (credentials?.Fault is not null)
        {
            return HeaderEdits.Failure(credentials);
        }

        HttpCall call = _calls.Get();
        try
        {
            call.Carry(credentials);
            if (!call.Message.TryFill(batch, _client.Compression, _asJson))
            {
                return new SendResult(SendStatus.Retryable, 0, TimeSpan.Zero, ExportReasons.Memory, OtlpMessage.NoRoom);
            }

            call.Content.Begin(call.Message);
            SendResult result = await ExchangeAsync(call, cancel);
            result = _partials.Tell(_signal, _secrets.Hide(result, credentials));

            // A token that has run out of its own accord, or was taken back: if there is another now, the batch deserves it.
            return result is { Status: SendStatus.Permanent, Reason: HttpAnswer.Unauthorized } && _auth?.Refused(credentials!) == true
                ? result with { Status = SendStatus.Retryable }
                : result;
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

    private async ValueTask<SendResult> ExchangeAsync(HttpCall call, CancellationToken cancel)
    {
        try
        {
            call.IsAnswered = false;
            using HttpResponseMessage response = await _channel.SendAsync(call.Request, cancel);
            await using Stream body = await response.Content.ReadAsStreamAsync(cancel);
            await call.Response.ReadAsync(body, cancel);
            call.IsAnswered = true;
            return Understand(response, call.Response);
        }
        catch (Exception fault) when (NoAnswer.Is(fault))
        {
            // Whatever surfaced first: if the attempt was cancelled, that is what ended it.
            cancel.ThrowIfCancellationRequested();
            return HttpAnswer.NoAnswer(_url, fault);
        }
    }

    private SendResult Understand(HttpResponseMessage response, HttpResponseBody body)
    {
        if (!response.IsSuccessStatusCode)
        {
            return HttpAnswer.Failure(response, body, _url, _time.GetUtcNow());
        }

        return HttpAnswer.TryPartialSuccess(response.Content.Headers.ContentType?.MediaType, body, out PartialSuccess partial)
            ? partial.Result
            : HttpAnswer.Unreadable((int)response.StatusCode, _url);
    }

    private sealed class CallPolicy(OtlpHttpExporterPlan plan, Uri url, ExporterContext context) : PooledObjectPolicy<HttpCall>
    {
        public override HttpCall Create() => new(context.Slabs, plan.Client, url, plan.AsJson);

        public override bool Return(HttpCall obj) => true;
    }
}
