using System.Globalization;
using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Editors of whole maps.</summary>
internal static class MapFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Editing("truncate_all", [new("target", ParameterKind.Path), new("limit", ParameterKind.ConstantInt)], TruncateAll),
        Function.Editing(
            "merge_maps",
            [new("target", ParameterKind.Path), new("source", ParameterKind.Map), new("strategy", ParameterKind.ConstantText)],
            MergeMaps),
        Function.Editing(
            "flatten",
            [new("target", ParameterKind.Path), new("prefix", ParameterKind.ConstantText, true), new("depth", ParameterKind.ConstantInt, true)],
            Flatten),
    ];

    /// <summary>Puts a pair behind the first <paramref name="old"/> places, which are being replaced one by one: the later of equal keys wins.</summary>
    public static void PutBehind(OttlMap map, int old, ReadOnlySpan<byte> key, in WireValue value)
    {
        int place = map.Find(key);
        if (place >= old)
        {
            map.ReplaceAt(place, value);
        }
        else
        {
            map.Add(key, value);
        }
    }

    /// <summary>Cuts strings at so many bytes, or at the character before; lists and maps stay.</summary>
    private static Editor TruncateAll(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        long limit = arguments.ConstantInt(1);
        if (limit < 0)
        {
            throw arguments.Error(1, $"the limit of {limit} is below 0");
        }

        return context =>
        {
            if (!target.TryOpenMap(context, out OttlMap map))
            {
                return false;
            }

            for (int place = 0; place < map.Places; place++)
            {
                if (map.IsRemoved(place) || map.ValueAt(place) is not { Kind: ValueKind.Text } text || text.Content.Length <= limit)
                {
                    continue;
                }

                int end = (int)limit;
                while (end > 0 && (text.Content[end] & 0xC0) == 0x80)
                {
                    end--;
                }

                map.ReplaceAt(place, Overlay.Built(ValueKind.Text, text.Content[..end]));
            }

            return map.Commit(context);
        };
    }

    private static Editor MergeMaps(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        TypedArgument source = arguments.Map(1);
        string strategy = arguments.ConstantText(2);
        (bool inserts, bool updates) = strategy switch
        {
            "insert" => (true, false),
            "update" => (false, true),
            "upsert" => (true, true),
            _ => throw arguments.Error(2, $"the strategy is insert, update or upsert, not {strategy}"),
        };
        return context =>
        {
            if (!source.TryGet(context, out OttlValue pairs) || !target.TryOpenMap(context, out OttlMap map))
            {
                return false;
            }

            foreach (ValuePair pair in pairs.Pairs())
            {
                int place = map.Find(pair.Key);
                if (place >= 0 && updates)
                {
                    map.ReplaceAt(place, pair.Value);
                }
                else if (place < 0 && inserts)
                {
                    map.Add(pair.Key, pair.Value);
                }
            }

            return map.Commit(context);
        };
    }

    /// <summary>Nested maps and lists become pairs of the map itself, under keys joined by dots.</summary>
    private static Editor Flatten(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        byte[] prefix = Encoding.UTF8.GetBytes(arguments.ConstantText(1, ""));
        long depth = arguments.Has(2) ? arguments.ConstantInt(2) : long.MaxValue;
        if (depth < 0)
        {
            throw arguments.Error(2, $"the depth of {depth} is below 0");
        }

        return context =>
        {
            if (!target.TryOpenMap(context, out OttlMap map))
            {
                return false;
            }

            int old = map.Places;
            for (int place = 0; place < old; place++)
            {
                if (!map.IsRemoved(place))
                {
                    ReadOnlySpan<byte> key = Joined(context, prefix, map.KeyAt(place));
                    WireValue value = map.ValueAt(place);
                    map.RemoveAt(place);
                    Spread(context, map, old, key, value, depth);
                }
            }

            return map.Commit(context);
        };
    }

    private static void Spread(OttlContext context, OttlMap map, int old, ReadOnlySpan<byte> key, in WireValue value, long depth)
    {
        if (depth == 0 || value.Kind is not (ValueKind.Map or ValueKind.Array))
        {
            PutBehind(map, old, key, value);
            return;
        }

        foreach (ValuePair pair in value.Pairs())
        {
            Spread(context, map, old, Joined(context, key, pair.Key), pair.Value, depth - 1);
        }

        int index = 0;
        Span<byte> digits = stackalloc byte[11];
        foreach (WireValue element in value.Elements())
        {
            index.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
            index++;
            Spread(context, map, old, Joined(context, key, digits[..length]), element, depth - 1);
        }
    }

    private static ReadOnlySpan<byte> Joined(OttlContext context, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> key)
    {
        int at = prefix.IsEmpty ? 0 : prefix.Length + 1;
        Span<byte> joined = context.Request.Scratch(at + key.Length);
        if (at > 0)
        {
            prefix.CopyTo(joined);
            joined[at - 1] = (byte)'.';
        }

        key.CopyTo(joined[at..]);
        return joined;
    }
}
