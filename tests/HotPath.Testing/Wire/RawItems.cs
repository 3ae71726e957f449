using Google.Protobuf;
using HotPath.Core;

namespace HotPath.Testing.Wire;

/// <summary>
/// The items of a request as the bytes that stand in it, read with Google.Protobuf's stream: what «byte for byte» is held against. The
/// request must parse.
/// </summary>
public static class RawItems
{
    private const int Points = 1;
    private static readonly int[] MetricData = [5, 7, 9, 10, 11];

    /// <summary>Each item's content, in order. Of metrics, the points of the oneof member that counts.</summary>
    public static IReadOnlyList<byte[]> Of(Signal signal, byte[] request)
    {
        var level = Children(Children([request], 1), 2);
        return signal == Signal.Metrics
            ? [.. Children(level, 2).SelectMany(PointsOf)]
            : [.. Children(level, 2)];
    }

    private static List<byte[]> Children(IEnumerable<byte[]> messages, int number) =>
        [.. messages.SelectMany(Fields).Where(field => field.Number == number).Select(field => field.Content)];

    private static List<byte[]> PointsOf(byte[] metric)
    {
        var data = Fields(metric).Where(field => MetricData.Contains(field.Number)).ToList();
        var live = data.Count - 1;
        while (live > 0 && data[live - 1].Number == data[^1].Number)
        {
            live--;
        }

        return Children(data.Skip(live).Select(field => field.Content), Points);
    }

    private static List<(int Number, byte[] Content)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                fields.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes().ToByteArray()));
            }
            else
            {
                input.SkipLastField();
            }
        }

        return fields;
    }
}
