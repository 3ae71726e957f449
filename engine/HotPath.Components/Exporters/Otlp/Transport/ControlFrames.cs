using HotPath.Core.Http2;
using HotPath.Core.Net;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// The small frames of a connection that wait to be written, ahead of the calls' own: answers to PING and SETTINGS, windows given back,
/// resets. Bounded by <see cref="Http2Windows.MaxControlBytes"/>: a peer that makes us answer and reads nothing is ended. Guarded by the
/// connection's gate.
/// </summary>
internal sealed class ControlFrames
{
    /// <summary>Room that only resets may use: there are never more of them than calls.</summary>
    private const int ResetBytes = 8 * 1024;

    private readonly byte[] _frames = new byte[Http2Windows.MaxControlBytes];
    private int _length;

    /// <summary>True if nothing waits.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>The preface, our SETTINGS, and the connection's window (RFC 9113, section 3.4). Before anything else.</summary>
    public void Open()
    {
        Http2Limits.Preface.CopyTo(_frames);
        _length = Http2Limits.Preface.Length;
        _length += FrameWriter.Settings(
            _frames.AsSpan(_length),
            [
                new Setting(SettingId.EnablePush, 0),
                new Setting(SettingId.InitialWindowSize, Http2Windows.StreamBytes),
                new Setting(SettingId.MaxHeaderListSize, Http2Windows.MaxHeaderListBytes),
            ]);
        Credit(0, Http2Windows.ConnectionBytes - Http2Limits.DefaultWindowBytes);
    }

    /// <summary>The answer to a PING, with the eight bytes of the question.</summary>
    /// <exception cref="Http2Fault">The peer makes us answer more than it reads.</exception>
    public void AnswerPing(ReadOnlySpan<byte> opaque) => _length += FrameWriter.Ping(Room(FrameWriter.PingBytes), isAck: true, opaque);

    /// <summary>The acknowledgement of the peer's SETTINGS.</summary>
    /// <exception cref="Http2Fault">The peer makes us answer more than it reads.</exception>
    public void AcknowledgeSettings() => _length += FrameWriter.SettingsAck(Room(FrameHeader.Bytes));

    /// <summary>Lets the peer send so many bytes more on a stream, or with 0 on the connection.</summary>
    /// <exception cref="Http2Fault">The peer makes us answer more than it reads.</exception>
    public void Credit(int streamId, int bytes) =>
        _length += FrameWriter.WindowUpdate(Room(FrameWriter.WindowUpdateBytes), streamId, bytes);

    /// <summary>A PING of our own, for keepalive; none if there is no room, since then enough is under way to be answered.</summary>
    public void Ping()
    {
        if (HasRoom(FrameWriter.PingBytes))
        {
            _length += FrameWriter.Ping(_frames.AsSpan(_length), isAck: false, "keepaliv"u8);
        }
    }

    /// <summary>Tells the peer that we want no more of a stream. There is room for as many as there are calls.</summary>
    public void Reset(int streamId, Http2ErrorCode code)
    {
        if (HasRoom(FrameWriter.RstStreamBytes))
        {
            _length += FrameWriter.RstStream(_frames.AsSpan(_length), streamId, code);
        }
    }

    /// <summary>Tells the peer that the connection ends, and why; left out if there is no room, since the peer reads nothing.</summary>
    public void GoAway(Http2ErrorCode code)
    {
        if (HasRoom(FrameWriter.GoAwayBytes))
        {
            _length += FrameWriter.GoAway(_frames.AsSpan(_length), 0, code, default);
        }
    }

    /// <summary>Hands all that waits over to be written; nothing waits then.</summary>
    public void MoveTo(GatherList gather)
    {
        if (_length > 0)
        {
            _frames.AsSpan(0, _length).CopyTo(gather.Reserve(_length));
            _length = 0;
        }
    }

    private bool HasRoom(int bytes) => _length + bytes <= _frames.Length;

    private Span<byte> Room(int bytes) => HasRoom(bytes + ResetBytes)
        ? _frames.AsSpan(_length)
        : throw new Http2Fault(
            Http2ErrorCode.EnhanceYourCalm, "the peer floods us with frames that ask for answers, and reads none",
            LimitNames.MaxControlBytes);
}
