using HotPath.Components.Exporters.Shared;

namespace HotPath.Fuzz.Targets;

/// <summary>A message of one segment.</summary>
internal sealed class FuzzMessage(byte[] bytes) : IEgressMessage
{
    public int Count => 1;

    public long Length => bytes.Length;

    public bool IsCompressed => false;

    public ReadOnlyMemory<byte> this[int index] => bytes;
}
