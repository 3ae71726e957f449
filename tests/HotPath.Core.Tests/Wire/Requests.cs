using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>Small requests written by hand, innermost message first.</summary>
internal static class Requests
{
    /// <summary>A length-delimited field.</summary>
    internal static byte[] Field(int number, params ReadOnlySpan<byte> content) => new WireWriter().Field(number, content).ToArray();

    /// <summary>Messages and fields one after the other.</summary>
    internal static byte[] Join(params IEnumerable<byte[]> parts) => [.. parts.SelectMany(part => part)];

    /// <summary>A traces request around the content of one span.</summary>
    internal static byte[] WithSpan(params ReadOnlySpan<byte> span) => Field(1, Field(2, Field(2, span)));

    /// <summary>
    /// A traces request around the content of one attribute. Behind the attribute the span goes on for more than a wide load, or ends.
    /// </summary>
    internal static byte[] WithAttribute(byte[] keyValue, bool goesOn = true) =>
        WithSpan(Join(Field(9, keyValue), goesOn ? Field(5, new byte[200]) : []));

    /// <summary>The content of a KeyValue.</summary>
    internal static byte[] KeyValue(byte[] key, byte[] anyValue) => Join(Field(1, key), Field(2, anyValue));

    /// <summary>The content of an AnyValue that holds a string.</summary>
    internal static byte[] Text(byte[] text) => Field(1, text);
}
