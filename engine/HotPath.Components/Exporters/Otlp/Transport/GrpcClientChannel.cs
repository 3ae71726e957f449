using System.Net;
using System.Net.Sockets;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// All connections of an exporter: finds the endpoint's addresses, keeps connections to them, and gives calls one in turn. Begins with the
/// first call. While every address fails, calls fail too, at once, unless they are to wait (<c>wait_for_ready</c>). Thread-safe.
/// </summary>
internal sealed class GrpcClientChannel : IAsyncDisposable
{
    /// <summary>Addresses are looked up no more often than this, as in grpc-go.</summary>
    internal static readonly TimeSpan LeastResolveInterval = TimeSpan.FromSeconds(30);

    private const string Stopping = "the exporter is stopping";

    private readonly Lock _lock = new();
    private readonly GrpcDialer _dialer;
    private readonly GrpcBalancer _balancer;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<Http2Connection, Task> _connections = [];
    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource _resolve = NewSignal();
    private GrpcBackend[] _backends = [];
    private Task? _resolving;
    private string? _resolveFault;
    private int _next;

    public GrpcClientChannel(GrpcDialer dialer, GrpcBalancer balancer, TimeProvider time)
    {
        _dialer = dialer;
        _balancer = balancer;
        _time = time;
    }

    /// <summary>A connection that takes calls; or none, and why the last attempts failed.</summary>
    public ValueTask<(Http2Connection? Connection, string? Fault)> PickAsync(bool waitForReady, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (Next() is { } ready)
            {
                return new ValueTask<(Http2Connection?, string?)>((ready, null));
            }
        }

        return WaitAsync(waitForReady, cancel);
    }

    /// <summary>Something about the backends changed: calls that wait look again.</summary>
    public void Changed()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            changed = _changed;
            _changed = NewSignal();
        }

        changed.TrySetResult();
    }

    /// <summary>Asks for the addresses to be looked up again.</summary>
    public void Resolve()
    {
        lock (_lock)
        {
            _resolve.TrySetResult();
        }
    }

    /// <summary>Takes a new connection into its care.</summary>
    public void Adopt(Http2Connection connection)
    {
        lock (_lock)
        {
            _connections.Add(connection, ForgetAsync(connection));
        }
    }

    /// <summary>A connection takes no more calls.</summary>
    public void OnLost(Http2Connection connection)
    {
        if (connection.IsPingedTooOften)
        {
            _dialer.PingLess();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await (_resolving ?? Task.CompletedTask);
        await Task.WhenAll(_backends.Select(static backend => backend.DisposeAsync().AsTask()));
        KeyValuePair<Http2Connection, Task>[] left;
        lock (_lock)
        {
            left = [.. _connections];
        }

        foreach ((Http2Connection connection, Task forgotten) in left)
        {
            connection.Leave(Stopping);
            await forgotten;
        }

        Changed();

        _stop.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask<(Http2Connection? Connection, string? Fault)> WaitAsync(bool waitForReady, CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                _resolving ??= Task.Run(ResolveLoopAsync, CancellationToken.None);
                if (Next() is { } ready)
                {
                    return (ready, null);
                }

                if (_stop.IsCancellationRequested)
                {
                    return (null, Stopping);
                }

                if (!waitForReady && FaultOfAll() is { } fault)
                {
                    return (null, fault);
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancel);
        }
    }

    /// <summary>The next backend's connection in turn; null if none is ready.</summary>
    private Http2Connection? Next()
    {
        for (int i = 0; i < _backends.Length; i++)
        {
            _next = (_next + 1) % _backends.Length;
            if (_backends[_next].Connection is { } connection && !connection.Draining.IsCompleted)
            {
                return connection;
            }
        }

        return null;
    }

    /// <summary>Why nothing can be sent; null while there is an attempt under way.</summary>
    private string? FaultOfAll()
    {
        if (_backends.Length == 0)
        {
            return _resolveFault;
        }

        return Array.Exists(_backends, static backend => backend.Fault is null) ? null : _backends[0].Fault;
    }

    private async Task ResolveLoopAsync()
    {
        int failures = 0;
        while (!_stop.IsCancellationRequested)
        {
            long started = _time.GetTimestamp();
            TimeSpan pause;
            try
            {
                await UseAsync(await _dialer.ResolveAsync(_stop.Token));
                failures = 0;
                await WantedAsync();
                pause = LeastResolveInterval - _time.GetElapsedTime(started);
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException or ArgumentException)
            {
                _resolveFault = fault.Message;
                Changed();
                pause = ReconnectBackoff.After(++failures);
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            _resolveFault = null;
        }
    }

    /// <summary>Waits until somebody wants the addresses looked up; for ever if they cannot change.</summary>
    private async Task WantedAsync()
    {
        Task wanted;
        lock (_lock)
        {
            wanted = _dialer.IsResolved ? _resolve.Task : Task.Delay(Timeout.InfiniteTimeSpan, _time, _stop.Token);
        }

        await wanted.WaitAsync(_stop.Token);
        lock (_lock)
        {
            _resolve = NewSignal();
        }
    }

    /// <summary>Keeps the backends whose addresses are still there, and begins and ends others.</summary>
    private async Task UseAsync(EndPoint[] addresses)
    {
        EndPoint[][] wanted = _balancer == GrpcBalancer.PickFirst ? [addresses] : [.. addresses.Select(static one => new[] { one })];
        GrpcBackend[] kept = [.. _backends.Where(backend => wanted.Any(set => IsSame(backend.Addresses, set)))];
        GrpcBackend[] gone = [.. _backends.Except(kept)];
        GrpcBackend[] begun = [.. wanted
            .Where(set => !kept.Any(backend => IsSame(backend.Addresses, set)))
            .Select(set => new GrpcBackend(this, _dialer, _time, set))];
        lock (_lock)
        {
            _backends = [.. kept, .. begun];
        }

        foreach (GrpcBackend backend in begun)
        {
            backend.Start();
        }

        Changed();
        await Task.WhenAll(gone.Select(static backend => backend.StopAsync("the name has other addresses now")));
    }

    /// <summary>Resolvers like to turn the order; that alone is no reason to connect anew.</summary>
    private static bool IsSame(EndPoint[] one, EndPoint[] other) => one.ToHashSet().SetEquals(other);

    private async Task ForgetAsync(Http2Connection connection)
    {
        await connection.Closed;
        await connection.EndAsync();
        _dialer.Report(connection);
        lock (_lock)
        {
            _connections.Remove(connection);
        }
    }
}
