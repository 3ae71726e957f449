using HotPath.Core.Index;

namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>An attribute that a detector found.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
internal sealed record Detected(AttributeKey Key, ConstantValue Value)
{
    /// <summary>A text.</summary>
    public static Detected Text(string key, string value) => new(new AttributeKey(key), ConstantValue.Text(value));

    /// <summary>A list of texts.</summary>
    public static Detected Texts(string key, IEnumerable<string> values)
    {
        static byte[] Element(string text)
        {
            WireValue value = ConstantValue.Text(text).Value;
            var bytes = new byte[WireSize.OfElement(value)];
            WireSize.WriteElement(bytes, value);
            return bytes;
        }

        return new Detected(new AttributeKey(key), new ConstantValue(ValueKind.Array, [.. values.SelectMany(Element)]));
    }
}
