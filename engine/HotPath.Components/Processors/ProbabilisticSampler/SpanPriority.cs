using HotPath.Components.Processors.Shared;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>A span's <c>sampling.priority</c>: nought = drop it, above = keep it; below, or not a number, = decide as ever.</summary>
internal static class SpanPriority
{
    /// <summary>The attribute.</summary>
    public static readonly AttributeKey Key = new("sampling.priority");

    /// <summary>The search for it.</summary>
    public static readonly KeySearch Search = new(Key);

    /// <summary>The threshold that it asks for; false if it asks for none.</summary>
    public static bool TryThreshold(in WireValue value, out ulong threshold)
    {
        double number = -1;
        bool isNumber = value.Kind switch
        {
            ValueKind.Int => (number = value.AsInt) >= 0,
            ValueKind.Double => (number = value.AsDouble) >= 0,
            ValueKind.Text => ValueConversion.TryParseDouble(value.Content, out number) && number >= 0,
            _ => false,
        };
        threshold = number > 0 ? SamplingMath.Always : SamplingMath.Never;
        return isNumber;
    }
}
