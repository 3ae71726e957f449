using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>The way to one backend. Called from several consumers at once.</summary>
internal interface IGrpcTransport : IAsyncDisposable
{
    /// <summary>
    /// One unary Export call. When the task completes, however it does, nobody reads the message any more. Throws only
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    ValueTask<SendResult> SendAsync(Signal signal, IEgressMessage message, ClientCredentials? credentials, CancellationToken cancel);
}
