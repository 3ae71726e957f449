using System.Globalization;
using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters between maps and lists.</summary>
internal static class MapListFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("Keys", [new("target", ParameterKind.Map)], arguments => Listed(arguments, isKeys: true)),
        Function.Of("Values", [new("target", ParameterKind.Map)], arguments => Listed(arguments, isKeys: false)),
        Function.Of(
            "SliceToMap",
            [
                new("target", ParameterKind.List),
                new("key_path", ParameterKind.ConstantTexts, true),
                new("value_path", ParameterKind.ConstantTexts, true),
            ],
            SliceToMap),
    ];

    private static Getter Listed(Arguments arguments, bool isKeys)
    {
        TypedArgument target = arguments.Map(0);
        return context =>
        {
            if (!target.TryGet(context, out OttlValue map))
            {
                return OttlValue.Failed;
            }

            WireBuilder into = context.Builder;
            int mark = into.Mark;
            foreach (ValuePair pair in map.Pairs())
            {
                into.AppendElement(isKeys ? Core.Edits.Overlay.Built(ValueKind.Text, pair.Key) : pair.Value);
            }

            return into.TakeList(context, mark);
        };
    }

    /// <summary>
    /// Each element under the key that its key path leads to, or under its number; as it is, or what its value path leads to. Of equal
    /// keys the
    /// last element's counts.
    /// </summary>
    private static Getter SliceToMap(Arguments arguments)
    {
        TypedArgument target = arguments.List(0);
        byte[][] keyPath = PathOf(arguments, 1);
        byte[][] valuePath = PathOf(arguments, 2);
        return context =>
        {
            if (!target.TryGet(context, out OttlValue list))
            {
                return OttlValue.Failed;
            }

            WireBuilder into = context.Builder;
            int mark = into.Mark;
            long index = 0;
            Span<byte> digits = stackalloc byte[20];
            foreach (WireValue element in list.Elements())
            {
                if (keyPath.Length + valuePath.Length > 0 && element.Kind != ValueKind.Map)
                {
                    return Failed(context, mark, "could not cast an element to a map");
                }

                WireValue value = element;
                if (valuePath.Length > 0 && !TryFollow(element, valuePath, out value))
                {
                    return Failed(context, mark, "could not extract a value from an element: it does not contain the value path");
                }

                if (keyPath.Length == 0)
                {
                    index.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
                    into.AppendPair(digits[..length], value);
                }
                else if (!TryFollow(element, keyPath, out WireValue key))
                {
                    return Failed(context, mark, "could not extract a key from an element: it does not contain the key path");
                }
                else if (key.Kind != ValueKind.Text)
                {
                    return Failed(context, mark, "extracted key attribute is not of type string");
                }
                else
                {
                    into.AppendPair(key.Content, value);
                }

                index++;
            }

            into.KeepLastPairs(mark);
            return into.TakeMap(context, mark);
        };
    }

    private static OttlValue Failed(OttlContext context, int mark, string message)
    {
        context.Builder.Rewind(mark);
        return context.Fail(message);
    }

    private static byte[][] PathOf(Arguments arguments, int index) =>
        arguments.Has(index) ? [.. arguments.ConstantTexts(index).Select(Encoding.UTF8.GetBytes)] : [];

    private static bool TryFollow(in WireValue from, byte[][] path, out WireValue found)
    {
        found = from;
        foreach (byte[] key in path)
        {
            if (found.Kind != ValueKind.Map || !ValueEquality.TryFind(found, key, out found))
            {
                return false;
            }
        }

        return true;
    }
}
