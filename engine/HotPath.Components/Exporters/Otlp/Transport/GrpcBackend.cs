using System.Net;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// One place that calls can go to: an address, or several of which the first that answers will do. It keeps a connection open, and after
/// failures waits longer and longer before it tries again.
/// </summary>
internal sealed class GrpcBackend : IAsyncDisposable
{
    /// <summary>How long one attempt at connecting may take: grpc-go's least connect timeout.</summary>
    internal static readonly TimeSpan ConnectTimeout = GrpcChannel.ConnectTimeout;

    private readonly GrpcClientChannel _channel;
    private readonly GrpcDialer _dialer;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public GrpcBackend(GrpcClientChannel channel, GrpcDialer dialer, TimeProvider time, EndPoint[] addresses)
    {
        _channel = channel;
        _dialer = dialer;
        _time = time;
        Addresses = addresses;
    }

    /// <summary>Its addresses.</summary>
    public EndPoint[] Addresses { get; }

    /// <summary>The connection that takes calls; null while there is none.</summary>
    public Http2Connection? Connection { get; private set; }

    /// <summary>Why the last attempt failed; null while one is under way or has succeeded.</summary>
    public string? Fault { get; private set; }

    /// <summary>Begins to connect.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>Ends: no further attempts, and the connection closes when its calls have ended.</summary>
    public async Task StopAsync(string why)
    {
        await _stop.CancelAsync();
        Connection?.Drain(why);
        await _running;
        _stop.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(StopAsync("the exporter is stopping"));

    private async Task RunAsync()
    {
        int failures = 0;
        while (!_stop.IsCancellationRequested)
        {
            bool isAtOnce = false;
            (Http2Connection? connection, string? fault) = await TryConnectAsync();
            if (connection is not null)
            {
                _channel.Adopt(connection);
                Set(connection, null);
                await connection.Draining.WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _channel.OnLost(connection);

                // One that was ready and is lost is replaced at once, as in grpc-go; one after the other that answers nothing is not.
                failures = connection.HasAnswered ? 0 : failures + 1;
                isAtOnce = failures <= 1;
                fault = isAtOnce || connection.IsGoingAway ? null : connection.Why;
            }
            else
            {
                failures++;
            }

            Set(null, fault);
            _channel.Resolve();
            if (!isAtOnce)
            {
                TimeSpan pause = ReconnectBackoff.After(failures);
                await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Set(null, null);
            }
        }
    }

    private void Set(Http2Connection? connection, string? fault)
    {
        Connection = connection;
        Fault = fault;
        _channel.Changed();
    }

    private async Task<(Http2Connection? Connection, string? Fault)> TryConnectAsync()
    {
        string? first = null;
        foreach (EndPoint address in Addresses)
        {
            using var patience = new CancellationTokenSource(ConnectTimeout, _time);
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
            try
            {
                return (await _dialer.ConnectAsync(address, cancel.Token), null);
            }
            catch (Exception fault)
            {
                // Whatever it is, calls that wait must hear of it, and there must be a next attempt.
                string why = fault is OperationCanceledException ? $"no connection within {ConnectTimeout.TotalSeconds} s" : fault.Message;
                first ??= $"{GrpcDialer.TextOf(address)}: {why}";
            }
        }

        return (null, first);
    }
}
