using System.Net;
using System.Net.Sockets;
using HotPath.Core.Http2;

namespace HotPath.Components.Tests.Exporters.Otlp.Transport;

/// <summary>
/// Takes requests and answers each with success, on a thread of its own and without allocating: for measuring what a client allocates.
/// Windows are as wide as can be, so that it never has to grant.
/// </summary>
internal sealed class DiscardServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _thread;

    public DiscardServer()
    {
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true };
        _thread.Start();
    }

    public string Endpoint => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join(TimeSpan.FromSeconds(10));
    }

    private void Serve()
    {
        using Socket socket = _listener.AcceptSocket();
        socket.NoDelay = true;
        var buffer = new byte[256 * 1024];
        var opening = new byte[64];
        int length = FrameWriter.Settings(opening, [new Setting(SettingId.InitialWindowSize, int.MaxValue)]);
        length += FrameWriter.WindowUpdate(opening.AsSpan(length), 0, int.MaxValue - Http2Limits.DefaultWindowBytes);
        length += FrameWriter.SettingsAck(opening.AsSpan(length));
        socket.Send(opening, 0, length, SocketFlags.None);

        // Trailers-only: :status 200, grpc-status 0.
        byte[] answer = [0, 0, 16, 1, 5, 0, 0, 0, 0, 0x88, 0, 11, .. "grpc-status"u8, 1, (byte)'0'];
        int end = 0;
        int at = Http2Limits.Preface.Length;
        int read;
        while ((read = Receive(socket, buffer, end)) > 0)
        {
            end += read;
            while (end - at >= FrameHeader.Bytes && end - at >= FrameHeader.Bytes + FrameHeader.Read(buffer.AsSpan(at)).Length)
            {
                FrameHeader header = FrameHeader.Read(buffer.AsSpan(at));
                at += FrameHeader.Bytes + header.Length;
                if (header.Type == FrameType.Data && header.Has(FrameFlags.EndStream))
                {
                    new FrameHeader(16, FrameType.Headers, 5, header.StreamId).Write(answer);
                    socket.Send(answer);
                }
            }

            buffer.AsSpan(at, Math.Max(end - at, 0)).CopyTo(buffer);
            end -= at;
            at = 0;
        }
    }

    private static int Receive(Socket socket, byte[] buffer, int at)
    {
        try
        {
            return socket.Receive(buffer, at, buffer.Length - at, SocketFlags.None);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
