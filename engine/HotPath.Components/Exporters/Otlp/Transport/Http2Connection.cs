using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Core.Http2;
using HotPath.Engine.Auth;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// A client's HTTP/2 connection (RFC 9113): many calls at once, each on a stream. One loop reads; whoever has something to send writes, if
/// nobody else is writing. Thread-safe.
/// <code>
///   caller ─ begins a call ─┐                                   ┌─▶ call ends, its caller goes on
///   caller ─ begins a call ─┼▶ list of calls ─▶ gather ─▶ link ─┤
///   reader ─ grants, acks ──┘                                   └─▶ windows, settings
/// </code>
/// <para>Two locks: the gate guards what is known of calls and windows, and is held for moments; the wire lock is held while frames are
/// gathered and sent. Who needs both takes the wire lock first.</para>
/// </summary>
internal sealed partial class Http2Connection : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _wire = new();
    private readonly Http2Link _link;
    private readonly RequestHeaders _headers;
    private readonly Dictionary<int, Http2Call> _streams = [];
    private readonly List<Http2Call> _listed = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _draining = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _settingsOverdue;
    private readonly Http2Probe _probe;
    private int _unstarted;
    private int _nextStreamId = 1;
    private string? _closedWhy;
    private Task _reading = Task.CompletedTask;
    private Task _stalls = Task.CompletedTask;

    /// <summary>Makes a connection over an open link; <see cref="OpenAsync"/> begins it.</summary>
    public Http2Connection(Http2Link link, string peer, RequestHeaders headers, KeepalivePlan? keepalive, TimeProvider time)
    {
        _link = link;
        Peer = peer;
        _settingsOverdue = time.CreateTimer(
            static state => ((Http2Connection)state!).OnSettingsOverdue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _headers = headers;
        _probe = new Http2Probe(this, time);
        _keepalive = keepalive is null ? null : new Http2Keepalive(this, keepalive, time);
    }

    /// <summary>Whom it is with.</summary>
    public string Peer { get; }

    /// <summary>The limit that ended it, the peer's or ours, by its name; null if none did. Known for good when it is closed.</summary>
    public string? Limit { get; private set; }

    /// <summary>What the peer is, if it turned out to be no HTTP/2 server.</summary>
    public PeerFault PeerFault { get; private set; }

    /// <summary>Completes when the connection takes no more calls: it was closed, or the peer is going away.</summary>
    public Task Draining => _draining.Task;

    /// <summary>Completes when the connection is closed.</summary>
    public Task Closed => _closed.Task;

    /// <summary>True once the peer answered a call: what it said of itself is true.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>True if the peer said that it is pinged too often.</summary>
    public bool IsPingedTooOften { get; private set; }

    /// <summary>True if the peer said that it is going away.</summary>
    public bool IsGoingAway { get; private set; }

    /// <summary>Why the connection ended or is about to; null if it has not.</summary>
    public string? Why => _closedWhy ?? _goAwayWhy;

    /// <summary>Calls under way.</summary>
    public int Calls
    {
        get
        {
            lock (_gate)
            {
                return _streams.Count + _unstarted;
            }
        }
    }

    /// <summary>Exchanges SETTINGS; the connection is ready for calls when the task completes.</summary>
    /// <exception cref="IOException">The peer closed the connection, or is no HTTP/2 server.</exception>
    public async Task OpenAsync(CancellationToken cancel)
    {
        _control.Open();
        _settingsOverdue.Change(Http2Windows.SettingsTimeout, Timeout.InfiniteTimeSpan);
        _stalls = WriteStallsAsync();

        // On a thread of the pool: a peer that floods us would otherwise hold the caller.
        _reading = Task.Run(ReadLoopAsync, CancellationToken.None);
        Kick();
        await using CancellationTokenRegistration _ = cancel.UnsafeRegister(
            static state => ((Http2Connection)state!).CloseUnlessReady(), this);
        await _ready.Task;
        _keepalive?.Start();
    }

    /// <summary>Begins a call; false if the connection takes no more.</summary>
    public bool TryBegin(Http2Call call, Signal signal, IEgressMessage message, ClientCredentials? credentials)
    {
        lock (_gate)
        {
            if (_closedWhy is not null || _goAwayWhy is not null)
            {
                return false;
            }

            call.Begin(this, signal, message, credentials);
            call.IsListed = true;
            _listed.Add(call);
            _unstarted++;
        }

        Kick();
        return true;
    }

    /// <summary>
    /// The caller's last word on a call that has ended: the peer is told if it still sends, or awaits bytes. When this returns, nobody
    /// reads the call's message any more.
    /// </summary>
    public void Finish(Http2Call call)
    {
        lock (_gate)
        {
            Unlist(call);
            if (call.StreamId == 0)
            {
                _unstarted--;
            }
            else if (_streams.Remove(call.StreamId) && (call.Unsent > 0 || !call.IsClosedByPeer))
            {
                _control.Reset(call.StreamId, Http2ErrorCode.Cancel);
            }
        }

        if (call.IsGathered)
        {
            lock (_wire)
            {
                // Frames of the call are on their way, and must be finished; their bytes must not be waited for.
                _gather.Detach();
                ForgetGathered();
            }
        }

        Kick();
        CloseIfDrained();
    }

    /// <summary>Ends a call whose caller gave up.</summary>
    public void Cancel(Http2Call call)
    {
        bool isOpen;
        lock (_gate)
        {
            isOpen = !call.IsEnded && call.StreamId != 0 && _closedWhy is null;
            call.End(CallEnd.Cancelled);
        }

        if (isOpen)
        {
            _probe.OnGivenUp();
        }
    }

    /// <summary>Takes no more calls, and closes when the last one has ended.</summary>
    public void Drain(string why)
    {
        lock (_gate)
        {
            _goAwayWhy ??= why;
        }

        _draining.TrySetResult();
        CloseIfDrained();
    }

    /// <summary>Closes at once. Calls that the peer has not seen may go elsewhere; nobody knows about the others.</summary>
    public void Close(string why)
    {
        lock (_gate)
        {
            if (_closedWhy is not null)
            {
                return;
            }

            _closedWhy = _faultWhy ?? why;
            why = _closedWhy;
            foreach (Http2Call call in _streams.Values)
            {
                call.End(CallEnd.Lost, why);
            }

            EndUnstarted(why);
        }

        _link.Dispose();
        _keepalive?.Dispose();
        _probe.Dispose();
        _settingsOverdue.Dispose();
        lock (_wire)
        {
            _gather.Clear();
            ForgetGathered();
        }

        _ready.TrySetException(new IOException(why));
        _ = _ready.Task.Exception;
        _draining.TrySetResult();
        _closed.TrySetResult();
    }

    /// <summary>Waits, after <see cref="Close"/>, until nothing of the connection runs any more, and frees its memory.</summary>
    public async Task EndAsync()
    {
        await _reading;
        WakeStalls();
        await _stalls;
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _settingsOverdue.Dispose();
        _probe.Dispose();
        lock (_wire)
        {
            _gather.Dispose();
        }
    }

    /// <summary>The time to connect is over; SETTINGS that have come by now are in time, even if nobody has noticed yet.</summary>
    private void CloseUnlessReady()
    {
        lock (_gate)
        {
            if (_isReady)
            {
                return;
            }
        }

        Close("the peer sent no SETTINGS in time: is it no HTTP/2 server, or overloaded?");
    }

    private void EndUnstarted(string why)
    {
        foreach (Http2Call call in _listed)
        {
            if (call.StreamId == 0)
            {
                call.End(CallEnd.Unprocessed, why);
            }
        }
    }

    private void CloseIfDrained()
    {
        if (_goAwayWhy is { } why && Calls == 0)
        {
            Close(why);
        }
    }

    private void Unlist(Http2Call call)
    {
        if (call.IsListed)
        {
            call.IsListed = false;
            _listed.Remove(call);
        }
    }
}
