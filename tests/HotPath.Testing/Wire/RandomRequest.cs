using Google.Protobuf;
using HotPath.Core;

namespace HotPath.Testing.Wire;

/// <summary>A random request of a property, and a seed for what the property does with it.</summary>
public sealed record RandomRequest(Signal Signal, IMessage Message, int Seed)
{
    /// <summary>The request as Google.Protobuf writes it.</summary>
    public byte[] PlainBytes() => Message.ToByteArray();

    /// <summary>The request as <see cref="OddEncoder"/> writes it.</summary>
    public byte[] OddBytes() => new OddEncoder(new Random(Seed)).Encode(Message);

    /// <summary>As <see cref="OddBytes"/>, but for lists and maps inside values, which come in one piece.</summary>
    public byte[] OddBytesOfWholeValues() => new OddEncoder(new Random(Seed), keepsNested: true).Encode(Message);

    /// <summary>A range of 0 to <paramref name="items"/>, cut at random places.</summary>
    public IReadOnlyList<(int First, int Count)> Partition(int items)
    {
        var random = new Random(Seed ^ 0x5EED);
        var ranges = new List<(int, int)>();
        for (var first = 0; first < items;)
        {
            var count = Math.Min(items - first, random.Next(1, Math.Max(2, (items / 2) + 1)));
            ranges.Add((first, count));
            first += count;
        }

        return ranges.Count == 0 ? [(0, 0)] : ranges;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Signal}, seed {Seed}: odd {Convert.ToHexString(OddBytes())}";
}
