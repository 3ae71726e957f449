using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Shared;

/// <summary>An attribute that must be there, with a value (strict), with a text that matches (regexp), or with any.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">The value, of the same type; null = any.</param>
/// <param name="Pattern">What its text must match; null = any.</param>
internal sealed record AttributeMatch(AttributeKey Key, ConstantValue? Value, TextSet? Pattern)
{
    /// <summary>True if all are there.</summary>
    public static bool All(AttributeMatch[] matches, AttributeView attributes)
    {
        foreach (AttributeMatch match in matches)
        {
            if (!attributes.TryGet(match.Key, out WireValue value) || !match.Matches(value))
            {
                return false;
            }
        }

        return true;
    }

    private bool Matches(in WireValue value)
    {
        if (Pattern is not null)
        {
            return value.Kind is ValueKind.Text or ValueKind.Bool or ValueKind.Int or ValueKind.Double
                && ValueString.TryRead(value, out ReadOnlySpan<byte> text)
                && Pattern.Matches(text);
        }

        if (Value is null)
        {
            return true;
        }

        WireValue wanted = Value.Value;
        return wanted.Kind == value.Kind && value.Kind switch
        {
            ValueKind.Int => wanted.AsInt == value.AsInt,
            ValueKind.Bool => wanted.AsBool == value.AsBool,
            ValueKind.Double => wanted.AsDouble.Equals(value.AsDouble) && !double.IsNaN(value.AsDouble),
            _ => wanted.SameBytes(value),
        };
    }
}
