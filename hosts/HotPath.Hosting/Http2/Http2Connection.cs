using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace HotPath.Hosting.Http2;

/// <summary>
/// One connection of our own HTTP/2 server (RFC 9113), as far as gRPC's unary calls need it. One loop owns everything: it reads what is
/// there, takes it apart where it lies, hands whole messages to the engine in the same call, and sends all that came of one read in one
/// write. What ends on other threads comes back through <see cref="ConnectionMailbox"/>.
/// <code>
///   read ─▶ Feed ─▶ frames ─▶ header block ─▶ GrpcStream ◀─ DATA ─▶ GrpcMessage ─▶ engine
///    ▲                                            │ answer                            │ later
///    └──────── flush ◀── window updates ◀─────────┴──────────── mailbox ◀─────────────┘
/// </code>
/// </summary>
internal sealed partial class Http2Connection
{
    /// <summary>
    /// Streams whose ends are remembered at most; a client can hardly have more requests under way to streams that we reset.
    /// </summary>
    private const int MostRecentResets = 1024;

    private readonly Http2Service _service;
    private readonly GrpcApplication _application;
    private readonly HostLimits _limits;
    private readonly ConnectionContext _connection;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly ConnectionMailbox _mailbox;
    private readonly StreamTable _streams = new();
    private readonly List<GrpcStream> _opened = [];
    private readonly List<GrpcStream> _refused = [];
    private readonly List<GrpcStream> _blocked = [];
    private readonly RecentResets _resets;
    private readonly FloodGauge _flood;
    private readonly PingPolicy _pings;
    private readonly FrameCarry _carry = new();
    private readonly HeaderBlock _block = new();
    private readonly HeadCache _heads = new();
    private readonly HeaderMetadata? _metadata;
    private readonly IPAddress? _address;
    private readonly HpackDecoder _hpack;
    private readonly StreamAllowance _allowance;
    private int _orphans;
    private long _writes;
    private bool _hasOutput;
    private bool _isOver;
    private bool _isCut;
    private bool _isPaused;

    public Http2Connection(Http2Service service, ConnectionContext connection)
    {
        _service = service;
        _application = service.Application;
        _limits = _application.Limits;
        _connection = connection;
        _input = connection.Transport.Input;
        _output = connection.Transport.Output;
        _metadata = _application.IncludeMetadata ? new HeaderMetadata() : null;
        _address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        _mailbox = new ConnectionMailbox(_input);
        _resets = new RecentResets(Math.Min(service.Plan.MaxConcurrentStreams, MostRecentResets));
        _flood = new FloodGauge(_limits, _application.Time);
        _pings = new PingPolicy(service.Plan.Keepalive, _application.Time);
        _hpack = new HpackDecoder(Http2Limits.DefaultHeaderTableBytes, _limits.MaxHeaderBytes);
        _allowance = new StreamAllowance(service.Plan.MaxConcurrentStreams, _limits, _application.Time);
        _connectionWindow = Math.Max(Http2Limits.DefaultWindowBytes, _limits.ConnectionWindowBytes);
        _receiveWindow = _connectionWindow;
        Clock = new ConnectionClock(service.Plan.Keepalive, _limits, _application.Time);
    }

    /// <summary>What is due when.</summary>
    public ConnectionClock Clock { get; }

    /// <summary>Tells the loop something. Any thread.</summary>
    public void Post(ConnectionEvents events) => _mailbox.Post(events);

    /// <summary>Cuts the connection at once, the first time. Under the watch's lock.</summary>
    public void Cut(in CutReason reason)
    {
        if (_isCut)
        {
            return;
        }

        _isCut = true;
        if (reason.Limit is { } limit)
        {
            _service.Peers.Limited(limit, _connection.RemoteEndPoint, reason.Why);
        }

        _connection.Abort(new ConnectionAbortedException($"the connection is cut: {reason.Why}"));
    }

    /// <summary>
    /// Serves the connection to its end, or has <paramref name="other"/> serve it if it speaks HTTP/1.1, or begins with a request that is
    /// OTLP/HTTP's.
    /// </summary>
    public async Task RunAsync(ConnectionDelegate other)
    {
        _service.Watch.Enter(this);
        CancellationToken closing = _connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            ?? default;
        CancellationTokenRegistration asked = closing.UnsafeRegister(
            static connection => ((Http2Connection)connection!)._service.Watch.Drain((Http2Connection)connection), this);
        try
        {
            (PeerKind kind, byte[] first) = await BeginAsync();
            if (kind == PeerKind.Http2)
            {
                Clock.HasBegun = true;
                Greet();
                await ServeAsync();
            }
            else if (kind is PeerKind.Tls or PeerKind.Unknown)
            {
                await _service.Gate.TurnAwayAsync(_connection, kind, first);
            }

            if (kind == PeerKind.Http1 || _handedOver is not null)
            {
                _service.Watch.Leave(this);
                await asked.DisposeAsync();
                ShowHandedOver();
                await other(_connection);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The peer went away, or the connection was cut: nobody is left to be told.
        }
        finally
        {
            await asked.DisposeAsync();
            _service.Watch.Leave(this);
            EndStreams();
        }
    }

    /// <summary>Reads the client's preface (section 3.4); of another protocol nothing is taken. Undecided if too little came.</summary>
    private async Task<(PeerKind Kind, byte[] First)> BeginAsync()
    {
        while (true)
        {
            ReadResult read = await _input.ReadAsync();
            ReadOnlySequence<byte> bytes = read.Buffer;
            PeerKind kind = PeerBytes.Recognise(bytes);
            if (kind == PeerKind.Http2)
            {
                _input.AdvanceTo(bytes.GetPosition(Http2Limits.Preface.Length));
                return (kind, []);
            }

            if (kind != PeerKind.Undecided)
            {
                byte[] first = bytes.Slice(0, Math.Min(bytes.Length, PeerBytes.Most)).ToArray();
                _input.AdvanceTo(bytes.Start);
                return (kind, first);
            }

            _input.AdvanceTo(bytes.Start, bytes.End);
            _mailbox.Take(out ConnectionEvents events);
            if (read.IsCompleted || events != ConnectionEvents.None)
            {
                return (kind, []);
            }
        }
    }

    private async Task ServeAsync()
    {
        bool isLast = false;
        while (!isLast)
        {
            bool isCompleted = false;
            if (_isPaused)
            {
                await _mailbox.WhenPostedAsync();
            }
            else
            {
                long left = 0;
                ReadResult read = await _input.ReadAsync();
                if (!read.Buffer.IsEmpty)
                {
                    Clock.WasHeard = true;
                    left = Take(read.Buffer);
                }

                isCompleted = read.IsCompleted && left == 0;
                _input.AdvanceTo(left == 0 ? read.Buffer.End : read.Buffer.GetPosition(read.Buffer.Length - left));
                if (_undecided is not null)
                {
                    await DecideAsync();
                }
            }

            TakeMail();
            EndBatch();
            isLast = _isOver || _handedOver is not null || isCompleted;
            if (_hasOutput)
            {
                isLast |= await FlushAsync();
            }
        }
    }

    /// <summary>
    /// Takes what was read; how many bytes at its end stay unread, since they stand behind a head that is not judged yet.
    /// </summary>
    private long Take(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            return Feed(bytes.FirstSpan);
        }

        long left = bytes.Length;
        foreach (ReadOnlyMemory<byte> segment in bytes)
        {
            left -= segment.Length - Feed(segment.Span);
            if (_undecided is not null)
            {
                return left;
            }
        }

        return 0;
    }

    /// <summary>
    /// Sends all that was written; true if nobody reads it any more. While the peer is slow to read, we do not read either.
    /// </summary>
    private ValueTask<bool> FlushAsync()
    {
        _hasOutput = false;
        ValueTask<FlushResult> flush = _output.FlushAsync();
        return flush.IsCompletedSuccessfully ? ValueTask.FromResult(flush.Result.IsCompleted) : WaitAsync(flush);

        async ValueTask<bool> WaitAsync(ValueTask<FlushResult> slow)
        {
            Clock.Writing = ++_writes;
            bool isOver = (await slow).IsCompleted;
            Clock.Writing = 0;
            return isOver;
        }
    }

    private void TakeMail()
    {
        GrpcStream? stream = _mailbox.Take(out ConnectionEvents events);
        while (stream is not null)
        {
            GrpcStream? next = stream.NextPosted;
            stream.NextPosted = null;
            StreamEvents what = stream.TakeEvents();
            if ((what & StreamEvents.Delivered) != 0)
            {
                OnDelivered(stream);
            }

            if ((what & StreamEvents.GivenUp) != 0 && stream.State == StreamState.Receiving)
            {
                RefuseCounted(stream, stream.Abandon());
            }

            stream = next;
        }

        if (events != ConnectionEvents.None)
        {
            OnEvents(events);
        }
    }

    /// <summary>What is done once for all that one read brought.</summary>
    private void EndBatch()
    {
        foreach (GrpcStream stream in _opened)
        {
            if (stream.State == StreamState.Receiving)
            {
                stream.Watch();
            }
        }

        _opened.Clear();
        Clock.Partial = _block.IsOpen ? -_blockNumber : !_carry.IsEmpty || (_inData && _data is null) ? _frames + 1 : 0;
        if (!_isOver)
        {
            AnswerRefused();
            CreditConnection();
            AllowStreams();
            EndIfDrained();
        }
    }

    private Span<byte> Room(int bytes)
    {
        _hasOutput = true;
        return _output.GetSpan(bytes);
    }

    private void EndStreams()
    {
        foreach (GrpcStream stream in _streams.Open)
        {
            if (stream.State == StreamState.Receiving)
            {
                CountGone(stream);
                stream.Close();
            }
            else if (stream.State == StreamState.Delivering)
            {
                stream.Orphan();
            }
        }

        _carry.Clear();
        _block.Clear();
    }
}
