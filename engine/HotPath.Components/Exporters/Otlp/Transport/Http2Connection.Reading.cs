using System.Buffers;
using System.Net.Sockets;
using HotPath.Core.Http2;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <content>What comes in: one loop, whole frames, each handled under the gate.</content>
internal sealed partial class Http2Connection
{
    /// <summary>Holds the longest frame that we allow, and more.</summary>
    private const int ReadBytes = 32 * 1024;

    /// <summary>After so many reads others have the thread.</summary>
    private const int ReadsPerTurn = 64;

    private readonly Http2Keepalive? _keepalive;
    private bool _isReady;
    private string? _faultWhy;

    /// <summary>Says goodbye and closes.</summary>
    public void Leave(string why)
    {
        QueueGoAway(Http2ErrorCode.NoError);
        Close(why);
    }

    /// <summary>The peer broke a rule or a limit: it is told, if it reads, before the connection is closed.</summary>
    private void Fail(Http2Fault fault)
    {
        _faultWhy = fault.Message;
        Limit ??= fault.Limit;
        PeerFault = fault.Peer;
        QueueGoAway(fault.Code);
    }

    private void OnSettingsOverdue()
    {
        string why = $"the peer did not acknowledge SETTINGS within {Http2Windows.SettingsTimeout.TotalSeconds} s";
        Fail(new Http2Fault(Http2ErrorCode.SettingsTimeout, why, LimitNames.SettingsTimeout));
        Close(why);
    }

    /// <summary>A call was given up, and nothing came since, not even the answer to a PING.</summary>
    public void CloseSilent()
    {
        Limit ??= LimitNames.PingTimeout;
        double seconds = Http2Windows.PingTimeout.TotalSeconds;
        Close($"the peer answered neither a call nor a PING behind it for {seconds} s: it hangs, or the way to it is cut");
    }

    private async Task ReadLoopAsync()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        string why;
        try
        {
            why = await ReadFramesAsync(buffer);
        }
        catch (Http2Fault fault)
        {
            why = fault.Message;
            Fail(fault);
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            why = fault.Message;
        }
        finally
        {
            _block.Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Close(why);
    }

    /// <summary>Reads to the connection's end, and says what it was.</summary>
    private async Task<string> ReadFramesAsync(byte[] buffer)
    {
        int end = 0;
        uint reads = 0;
        while (true)
        {
            int read = await _link.ReadAsync(buffer.AsMemory(end));
            if (read == 0)
            {
                if (Why is null && !_isReady)
                {
                    PeerFault = FirstBytes.Explain(buffer.AsSpan(0, end));
                }

                return Why ?? PeerFault.Text ?? "the peer closed the connection";
            }

            _keepalive?.OnRead();
            end += read;
            int handled = HandleAll(buffer.AsSpan(0, end));
            buffer.AsSpan(handled, end - handled).CopyTo(buffer);
            end -= handled;
            Kick();
            CloseIfDrained();
            if (++reads % ReadsPerTurn == 0)
            {
                // A peer that never pauses would keep this thread of the pool to itself.
                await Task.Yield();
            }
        }
    }

    /// <summary>Handles the whole frames, and returns their bytes.</summary>
    private int HandleAll(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (bytes.Length - at >= FrameHeader.Bytes)
        {
            FrameHeader header = FrameHeader.Read(bytes[at..]);
            int length = FrameHeader.Bytes + header.Length;
            if (!_isReady && header.Type == FrameType.GoAway && bytes.Length < Math.Min(length, FirstBytes.MostOfGoAway))
            {
                break;
            }

            if (!_isReady && (header.Type != FrameType.Settings || header.Has(FrameFlags.Ack) || header.StreamId != 0))
            {
                PeerFault peer = FirstBytes.Explain(bytes);
                throw new Http2Fault(Http2ErrorCode.ProtocolError, peer.Text, peer: peer);
            }

            if (header.Length > Http2Limits.LeastMaxFrameBytes)
            {
                throw new Http2Fault(Http2ErrorCode.FrameSizeError, $"the peer sent a frame of {header.Length} bytes; 16384 are allowed");
            }

            if (bytes.Length - at < length)
            {
                break;
            }

            _probe.OnFrame();
            lock (_gate)
            {
                Handle(header, bytes.Slice(at + FrameHeader.Bytes, header.Length));
            }

            at += length;
        }

        return at;
    }
}
