using System.Buffers;
using HotPath.Core.Http2;

namespace HotPath.Hosting.Http2;

/// <content>From bytes to frames.</content>
internal sealed partial class Http2Connection
{
    private long _frames;
    private bool _hasSettings;

    /// <summary>
    /// Takes bytes as they come, cut anywhere. What is left of a frame that is not whole is carried to the next call. Behind a head that is
    /// not judged yet it stops, and says how many bytes are left.
    /// </summary>
    private int Feed(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty && !_isOver && _handedOver is null && _undecided is null)
        {
            if (_inData)
            {
                TakeData(ref input);
            }
            else if (!_carry.IsEmpty || input.Length < FrameHeader.Bytes)
            {
                FeedCarried(ref input);
            }
            else
            {
                FrameHeader header = FrameHeader.Read(input);
                input = input[FrameHeader.Bytes..];
                if (!IsAllowed(header))
                {
                    return 0;
                }

                if (header.Type == FrameType.Data)
                {
                    BeginData(header);
                }
                else if (header.Length <= input.Length)
                {
                    OnFrame(header, input[..header.Length]);
                    input = input[header.Length..];
                }
                else
                {
                    _carry.Begin(header);
                }
            }
        }

        _handedOver?.Write(input);
        return _undecided is null ? 0 : input.Length;
    }

    /// <summary>Goes on with a frame whose beginning came with an earlier read, or begins one that is not there whole.</summary>
    private void FeedCarried(ref ReadOnlySpan<byte> input)
    {
        if (!_carry.HasHeader)
        {
            if (!_carry.TryFillHeader(ref input) || !IsAllowed(_carry.Header))
            {
                return;
            }

            if (_carry.Header.Type == FrameType.Data)
            {
                _carry.Clear();
                BeginData(_carry.Header);
                return;
            }
        }

        if (_carry.TryFillPayload(ref input))
        {
            OnFrame(_carry.Header, _carry.Payload);
            _carry.Clear();
        }
    }

    /// <summary>What can be said of a frame before its payload is there; false if the connection ends for it.</summary>
    private bool IsAllowed(FrameHeader header)
    {
        if (header.Length > Http2Limits.LeastMaxFrameBytes)
        {
            Fail(Http2ErrorCode.FrameSizeError, $"a frame of {header.Length} bytes, above SETTINGS_MAX_FRAME_SIZE");
        }
        else if (!_hasSettings && (header.Type != FrameType.Settings || header.Has(FrameFlags.Ack)))
        {
            Fail(Http2ErrorCode.ProtocolError, "the first frame must be SETTINGS");
        }
        else if (_block.IsOpen && (header.Type != FrameType.Continuation || header.StreamId != _block.StreamId))
        {
            Fail(Http2ErrorCode.ProtocolError, "another frame inside a header block");
        }
        else if (header.Type != FrameType.Priority && FramePayload.CheckLength(header) is var code and not Http2ErrorCode.NoError)
        {
            Fail(code, $"a frame of type {(int)header.Type} with {header.Length} bytes");
        }

        return !_isOver;
    }

    private void OnFrame(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        _frames++;
        switch (header.Type)
        {
            case FrameType.Headers:
                OnHeaders(header, payload);
                break;
            case FrameType.Continuation:
                OnContinuation(header, payload);
                break;
            case FrameType.Settings:
                OnSettings(header, payload);
                break;
            case FrameType.WindowUpdate:
                OnWindowUpdate(header, payload);
                break;
            case FrameType.Ping:
                OnPing(header, payload);
                break;
            case FrameType.RstStream:
                OnReset(header);
                break;
            case FrameType.GoAway:
                OnGoAway(header);
                break;
            case FrameType.Priority:
                OnPriority(header);
                break;
            case FrameType.PushPromise:
                Fail(Http2ErrorCode.ProtocolError, "PUSH_PROMISE from a client");
                break;
            default:
                Allow(FloodKind.Ignored);
                break;
        }
    }

    /// <summary>Counts what brings nothing; false, and the connection is over, if it is too much.</summary>
    private bool Allow(FloodKind kind)
    {
        if (!_flood.Allows(kind))
        {
            Calm(FloodGauge.NameOf(kind), $"too many frames or streams of kind {kind} within a second");
        }

        return !_isOver;
    }
}
