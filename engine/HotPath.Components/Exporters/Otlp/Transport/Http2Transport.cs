using System.Runtime.CompilerServices;
using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>HotPath's own HTTP/2 client as the way to a backend. A call allocates nothing that grows with its message.</summary>
internal sealed class Http2Transport : IGrpcTransport
{
    /// <summary>How often a call is sent again that a peer refused unseen, before it counts as failed.</summary>
    internal const int MaxRefusals = 8;

    private readonly GrpcClientChannel _channel;
    private readonly DefaultObjectPool<Http2Call> _calls;
    private readonly GrpcClientPlan _client;

    /// <summary>Makes the transport; it connects with the first call.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings, or a proxy's URL, cannot be used.</exception>
    public Http2Transport(GrpcClientPlan client, ComponentId id, TimeSpan timeout, int consumers, BackendLog peers, TimeProvider time)
    {
        _client = client;
        _channel = new GrpcClientChannel(new GrpcDialer(client, id, timeout, peers, time), client.Balancer, time);
        _calls = new DefaultObjectPool<Http2Call>(new DefaultPooledObjectPolicy<Http2Call>(), consumers);
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> SendAsync(
        Signal signal, IEgressMessage message, ClientCredentials? credentials, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Http2Call call = _calls.Get();
        try
        {
            int refusals = 0;
            while (true)
            {
                (Http2Connection? connection, string? fault) = await _channel.PickAsync(_client.WaitForReady, cancel);
                if (connection is null)
                {
                    return Unavailable(fault!);
                }

                if (!connection.TryBegin(call, signal, message, credentials))
                {
                    continue;
                }

                // A connection that goes away says which calls it has not looked at: they take the next one, as long as they may.
                CallEnd end = await EndOfAsync(connection, call, cancel);
                if (end != CallEnd.Unprocessed && (end != CallEnd.Refused || ++refusals > MaxRefusals))
                {
                    return ResultOf(call, end, signal, cancel);
                }
            }
        }
        finally
        {
            call.Clear();
            _calls.Return(call);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    /// <summary>Waits for the call's end; after it nobody reads the message.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<CallEnd> EndOfAsync(Http2Connection connection, Http2Call call, CancellationToken cancel)
    {
        await using CancellationTokenRegistration registration = cancel.UnsafeRegister(
            static state =>
            {
                var call = (Http2Call)state!;
                call.Connection!.Cancel(call);
            },
            call);
        CallEnd end = await call.Ended;
        connection.Finish(call);
        return end;
    }

    private SendResult ResultOf(Http2Call call, CallEnd end, Signal signal, CancellationToken cancel)
    {
        switch (end)
        {
            case CallEnd.Answered:
                return GrpcResults.Of(call.Head.Status, call.Body);
            case CallEnd.TooLarge:
                return GrpcResults.TooLarge;
            default:
                // Whatever surfaced first: if the attempt was cancelled, that is what ended it.
                cancel.ThrowIfCancellationRequested();
                return Unavailable(call.Why!);
        }
    }

    private SendResult Unavailable(string why) => GrpcResults.Unavailable($"connection to {_client.Endpoint.Authority}: {why}");
}
