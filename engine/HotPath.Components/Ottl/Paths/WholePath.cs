using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// A message as a whole, given as a map or a list of maps: to count, to compare with nil, to look into. The Collector gives objects of its
/// own there,
/// of which its functions use little more. Read only.
/// </summary>
internal abstract class WholePath : PathExpression
{
    /// <inheritdoc/>
    public override bool IsSettable => false;

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value) => throw new NotSupportedException("the path can only be read");

    /// <summary>Begins a map that is an element of a list; end both, the inner first.</summary>
    protected static (int Element, int Map) BeginElement(WireBuilder into)
    {
        int element = into.Begin(0x0A);
        return (element, into.Begin(0x32));
    }

    /// <summary>Ends what <see cref="BeginElement"/> began.</summary>
    protected static void EndElement(WireBuilder into, (int Element, int Map) begun)
    {
        into.End(begun.Map);
        into.End(begun.Element);
    }

    /// <summary>Appends a pair whose value is an id in hex.</summary>
    protected static void AppendId(OttlContext context, ReadOnlySpan<byte> name, ReadOnlySpan<byte> id)
    {
        Span<byte> hex = stackalloc byte[64];
        Convert.TryToHexStringLower(id[..Math.Min(id.Length, 32)], hex, out int length);
        context.Builder.AppendPair(name, hex[..length]);
    }
}
