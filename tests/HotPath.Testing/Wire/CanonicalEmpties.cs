using System.Collections;
using Google.Protobuf;
using HotPath.Core;

namespace HotPath.Testing.Wire;

/// <summary>
/// The blocks of a request that hold no item (resources without spans, metrics without points), with what they lie in: they belong to no
/// <see cref="CanonicalItem"/>, yet must go out exactly once. A block without items is listed as a whole, not again for the empty blocks
/// inside.
/// </summary>
public static class CanonicalEmpties
{
    private static readonly int[] ChildNumbers = [1, 2, 2];

    /// <summary>The empty blocks in wire order, each as its ancestors' and its own canonical bytes.</summary>
    public static IReadOnlyList<string> Of(Signal signal, byte[] request)
    {
        var message = OtlpOracle.TryParse(signal, request) ?? throw new ArgumentException("the request does not parse", nameof(request));
        var found = new List<string>();
        Collect(message, 0, "", found);
        return found;
    }

    /// <summary>The request's own fields that are not resource blocks: what a newer sender may have put beside them.</summary>
    public static ByteString RequestFields(Signal signal, byte[] request)
    {
        var message = OtlpOracle.TryParse(signal, request) ?? throw new ArgumentException("the request does not parse", nameof(request));
        Children(message, 0).Clear();
        return message.ToByteString();
    }

    private static void Collect(IMessage block, int level, string path, List<string> found)
    {
        var isMetric = block.Descriptor.Name == "Metric";
        var children = isMetric || level == ChildNumbers.Length ? new ArrayList() : new ArrayList(Children(block, level));
        if (level > 0 && Items(block, level) == 0)
        {
            found.Add($"{path}/{Convert.ToHexString(block.ToByteArray())}");
            return;
        }

        if (children.Count == 0)
        {
            return;
        }

        Children(block, level).Clear();
        var shell = level == 0 ? "" : $"{path}/{Convert.ToHexString(block.ToByteArray())}";
        foreach (IMessage child in children)
        {
            Collect(child, level + 1, shell, found);
        }
    }

    private static int Items(IMessage block, int level) => block switch
    {
        Otlp.Metrics.Metric metric => OtlpOracle.Points(metric),
        _ when level == ChildNumbers.Length => 1,
        _ => Children(block, level).Cast<IMessage>().Sum(child => Items(child, level + 1)),
    };

    private static IList Children(IMessage block, int level) =>
        (IList)block.Descriptor.FindFieldByNumber(ChildNumbers[level]).Accessor.GetValue(block);
}
