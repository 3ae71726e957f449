using System.IO.Pipelines;

namespace HotPath.Hosting.Listeners;

/// <summary>A connection's transport for who takes it over in the middle: some bytes are read once more before those that come.</summary>
internal sealed class ReplayedTransport(ReadOnlyMemory<byte> first, IDuplexPipe transport) : IDuplexPipe
{
    /// <inheritdoc/>
    public PipeReader Input { get; } =
        PipeReader.Create(new ReplayedInput(first, transport.Input), new StreamPipeReaderOptions(bufferSize: 64 * 1024));

    /// <inheritdoc/>
    public PipeWriter Output => transport.Output;
}
