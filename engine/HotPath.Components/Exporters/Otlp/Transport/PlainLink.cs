using System.Net.Sockets;
using System.Runtime.InteropServices;
using HotPath.Core.Net;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// A socket. The kernel takes the bytes from where they lie; when it takes no more, the next few are copied and sent by .NET, which waits
/// for room without a thread.
/// </summary>
internal sealed class PlainLink : Http2Link
{
    /// <summary>How much is copied to wait with, in bytes.</summary>
    internal const int StagedBytes = 16 * 1024;

    private readonly Socket _socket;
    private readonly byte[] _staged = GC.AllocateUninitializedArray<byte>(StagedBytes, pinned: true);

    public PlainLink(Socket socket) => _socket = socket;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Send(GatherList gather)
    {
        if (GatherList.CanSend && !gather.TrySend(_socket.SafeHandle, out int errno))
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(errno));
        }

        return _staged.AsMemory(0, gather.Take(_staged));
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> staged)
    {
        while (!staged.IsEmpty)
        {
            staged = staged[await _socket.SendAsync(staged, SocketFlags.None)..];
        }
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> to) => _socket.ReceiveAsync(to, SocketFlags.None);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _socket.Dispose();
}
