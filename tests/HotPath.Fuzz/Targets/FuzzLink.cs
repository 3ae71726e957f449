using HotPath.Components.Exporters.Otlp.Transport;
using HotPath.Core.Net;

namespace HotPath.Fuzz.Targets;

/// <summary>A link to a peer whose every byte is known: it is read in pieces, then ends. What is sent is kept.</summary>
internal sealed class FuzzLink(byte[] peer, int piece) : Http2Link
{
    private readonly Lock _lock = new();
    private readonly MemoryStream _sent = new();
    private readonly byte[] _staged = new byte[64 * 1024];
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _at;

    /// <summary>What was sent.</summary>
    public byte[] Sent
    {
        get
        {
            lock (_lock)
            {
                return _sent.ToArray();
            }
        }
    }

    /// <summary>The peer begins to send.</summary>
    public void Begin() => _begun.TrySetResult();

    public override ReadOnlyMemory<byte> Send(GatherList gather)
    {
        while (!gather.IsEmpty)
        {
            int taken = gather.Take(_staged);
            lock (_lock)
            {
                _sent.Write(_staged, 0, taken);
            }
        }

        return default;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> staged) => default;

    public override async ValueTask<int> ReadAsync(Memory<byte> to)
    {
        await _begun.Task;
        int count = Math.Min(Math.Min(piece, to.Length), peer.Length - _at);
        peer.AsMemory(_at, count).CopyTo(to);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
    }
}
