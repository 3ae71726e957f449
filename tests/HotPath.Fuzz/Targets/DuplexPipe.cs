using System.IO.Pipelines;

namespace HotPath.Fuzz.Targets;

/// <summary>Two pipes as one connection: everything runs on the thread that writes, and nobody waits for room.</summary>
internal sealed class DuplexPipe : IDuplexPipe
{
    private static readonly PipeOptions Inline = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0,
            useSynchronizationContext: false);

    private readonly Pipe _in = new(Inline);
    private readonly Pipe _out = new(Inline);

    /// <summary>What the server reads.</summary>
    public PipeReader Input => _in.Reader;

    /// <summary>Where the server writes.</summary>
    public PipeWriter Output => _out.Writer;

    /// <summary>Where its peer writes.</summary>
    public PipeWriter ToServer => _in.Writer;

    /// <summary>All that the server wrote.</summary>
    public byte[] Written()
    {
        _out.Writer.Complete();
        using var bytes = new MemoryStream();
        while (_out.Reader.TryRead(out ReadResult read))
        {
            foreach (ReadOnlyMemory<byte> segment in read.Buffer)
            {
                bytes.Write(segment.Span);
            }

            bool isLast = read.IsCompleted;
            _out.Reader.AdvanceTo(read.Buffer.End);
            if (isLast)
            {
                break;
            }
        }

        _out.Reader.Complete();
        _in.Reader.Complete();
        return bytes.ToArray();
    }
}
