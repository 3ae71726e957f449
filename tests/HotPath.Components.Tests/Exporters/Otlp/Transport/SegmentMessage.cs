using HotPath.Components.Exporters.Shared;

namespace HotPath.Components.Tests.Exporters.Otlp.Transport;

/// <summary>A message of segments that are given.</summary>
internal sealed class SegmentMessage : IEgressMessage
{
    private readonly ReadOnlyMemory<byte>[] _segments;

    public SegmentMessage(params ReadOnlyMemory<byte>[] segments)
    {
        _segments = segments;
        Length = segments.Sum(static segment => (long)segment.Length);
    }

    public int Count => _segments.Length;

    public long Length { get; }

    public bool IsCompressed => false;

    public ReadOnlyMemory<byte> this[int index] => _segments[index];
}
