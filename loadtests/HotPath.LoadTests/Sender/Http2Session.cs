using System.Buffers.Binary;
using HotPath.LoadTests.Framing;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// What lasts as long as one HTTP/2 connection: its streams, its windows (RFC 9113, section 6.9), and small frames to be sent. Thread-safe.
/// </summary>
internal sealed class Http2Session
{
    private const int DefaultWindow = 65535;
    private const int DefaultStreams = 100;
    private const int Cancel = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, OpenStream> _open = [];
    private FrameWriter _spare = new();
    private long _window = DefaultWindow;
    private int _streamWindow = DefaultWindow;
    private int _maxStreams = DefaultStreams;
    private int _lastId = -1;
    private bool _isGoingAway;

    /// <summary>Small frames to be sent; to be touched before the session serves only.</summary>
    public FrameWriter Control { get; private set; } = new();

    /// <summary>Whether the peer takes another stream.</summary>
    public bool MayOpen
    {
        get
        {
            lock (_gate)
            {
                return !_isGoingAway && _open.Count < _maxStreams;
            }
        }
    }

    /// <summary>Opens a stream and returns its id.</summary>
    public int Open(long intended, int spans)
    {
        lock (_gate)
        {
            _lastId += 2;
            _open.Add(_lastId, new OpenStream { Intended = intended, Spans = spans, Window = _streamWindow });
            return _lastId;
        }
    }

    /// <summary>Ends a stream; null if it had ended.</summary>
    public OpenStream? Close(int id)
    {
        lock (_gate)
        {
            return _open.Remove(id, out OpenStream? stream) ? stream : null;
        }
    }

    /// <summary>Ends all streams and returns how many there were.</summary>
    public int CloseAll()
    {
        lock (_gate)
        {
            int count = _open.Count;
            _open.Clear();
            return count;
        }
    }

    /// <summary>The first frame that the windows do not reach, their bytes taken off; -1 if the stream has ended.</summary>
    public int Grant(int id, Http2Request request, int frame)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(id, out OpenStream? stream))
            {
                return -1;
            }

            for (; frame < request.Frames && request.WindowBytes(frame) <= Math.Min(_window, stream.Window); frame++)
            {
                _window -= request.WindowBytes(frame);
                stream.Window -= request.WindowBytes(frame);
            }

            return frame;
        }
    }

    /// <summary>Tells the peer that no more of a stream will come.</summary>
    public void Reset(int id)
    {
        lock (_gate)
        {
            Control.AddNumber(Http2Frame.ResetStream, id, Cancel);
        }
    }

    /// <summary>The small frames collected, valid until the next call; null if there are none.</summary>
    public ReadOnlyMemory<byte>? TakeControl()
    {
        lock (_gate)
        {
            if (Control.Collected.IsEmpty)
            {
                return null;
            }

            (Control, _spare) = (_spare, Control);
            Control.Clear();
            return _spare.Collected;
        }
    }

    /// <summary>Takes a frame that is no answer. True if the writer has something to do now.</summary>
    public bool Take(in Http2Frame frame)
    {
        lock (_gate)
        {
            switch (frame.Type)
            {
                case Http2Frame.Settings when !frame.Has(Http2Frame.Ack):
                    Apply(frame.Payload);
                    Control.Add(Http2Frame.Settings, Http2Frame.Ack, 0, []);
                    return true;
                case Http2Frame.Ping when !frame.Has(Http2Frame.Ack):
                    Control.Add(Http2Frame.Ping, Http2Frame.Ack, 0, frame.Payload);
                    return true;
                case Http2Frame.WindowUpdate:
                    Credit(frame.StreamId, BinaryPrimitives.ReadInt32BigEndian(frame.Payload));
                    return true;
                case Http2Frame.GoAway:
                    _isGoingAway = true;
                    return false;
                case Http2Frame.Continuation:
                    throw new InvalidDataException("an answer's headers are longer than one frame, which a load does not read");
                default:
                    return false;
            }
        }
    }

    private void Apply(ReadOnlySpan<byte> settings)
    {
        for (; settings.Length >= 6; settings = settings[6..])
        {
            int value = BinaryPrimitives.ReadInt32BigEndian(settings[2..]);
            switch (BinaryPrimitives.ReadInt16BigEndian(settings))
            {
                case SettingsId.InitialWindowSize:
                    foreach (OpenStream stream in _open.Values)
                    {
                        stream.Window += value - _streamWindow;
                    }

                    _streamWindow = value;
                    break;
                case SettingsId.MaxConcurrentStreams:
                    _maxStreams = value < 0 ? int.MaxValue : value;
                    break;
                default:
                    break;
            }
        }
    }

    private void Credit(int id, int bytes)
    {
        if (id == 0)
        {
            _window += bytes;
        }
        else if (_open.TryGetValue(id, out OpenStream? stream))
        {
            stream.Window += bytes;
        }
    }
}
