using HotPath.Components.Exporters.Shared;

namespace HotPath.Components.Tests.Exporters.Shared;

/// <summary>A message of segments with given sizes, and a note of when it was read last.</summary>
internal sealed class ListMessage : IEgressMessage
{
    private readonly byte[][] _segments;

    public ListMessage(params int[] sizes) =>
        _segments = [.. sizes.Select((size, i) => Enumerable.Repeat((byte)(i + 1), size).ToArray())];

    public int Count => _segments.Length;

    public long Length => _segments.Sum(segment => (long)segment.Length);

    public bool IsCompressed { get; init; }

    public byte[] Bytes => [.. _segments.SelectMany(segment => segment)];

    /// <summary>How many segments have been asked for.</summary>
    public int Reads { get; private set; }

    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            Reads++;
            return _segments[index];
        }
    }
}
