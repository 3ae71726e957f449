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
        Function.Editing(
            "truncate_all",
            [
                new("target", ParameterKind.Path),
                new("limit", ParameterKind.ConstantInt),
                new("utf8_safe", ParameterKind.ConstantBool, true),
                new("truncation_marker", ParameterKind.ConstantText, true),
            ],
            TruncateAll),
        Function.Editing("stringify_all", [new("target", ParameterKind.Path)], StringifyAll),
        Function.Editing(
            "merge_maps",
            [new("target", ParameterKind.Path), new("source", ParameterKind.Map), new("strategy", ParameterKind.ConstantText)],
            MergeMaps),
    ];

    /// <summary>Cuts strings at so many bytes, or at the character before, the marker included; all else stays.</summary>
    private static Editor TruncateAll(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        long limit = arguments.ConstantInt(1);
        bool isSafe = arguments.ConstantBool(2, absent: true);
        byte[] marker = Encoding.UTF8.GetBytes(arguments.ConstantText(3, ""));
        if (limit < 0)
        {
            throw arguments.Error(1, $"the limit of {limit} is below 0");
        }

        if (marker.Length > limit)
        {
            throw arguments.Error(3, $"the marker of {marker.Length} bytes is longer than the limit of {limit}");
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

                ReadOnlySpan<byte> kept = text.Content[..End(text.Content, (int)limit - marker.Length, isSafe)];
                if (marker.Length == 0)
                {
                    map.ReplaceAt(place, Overlay.Built(ValueKind.Text, kept));
                    continue;
                }

                Span<byte> marked = context.Request.Scratch(kept.Length + marker.Length);
                kept.CopyTo(marked);
                marker.CopyTo(marked[kept.Length..]);
                map.ReplaceAt(place, Overlay.Built(ValueKind.Text, marked));
            }

            return map.Commit(context);
        };
    }

    private static int End(ReadOnlySpan<byte> text, int end, bool isSafe)
    {
        while (isSafe && end > 0 && (text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return end;
    }

    /// <summary>Makes every value its text, as pdata's AsString has it.</summary>
    private static Editor StringifyAll(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        return context =>
        {
            if (!target.TryOpenMap(context, out OttlMap map))
            {
                return false;
            }

            for (int place = 0; place < map.Places; place++)
            {
                if (map.IsRemoved(place) || map.ValueAt(place) is not { Kind: not ValueKind.Text } value)
                {
                    continue;
                }

                OttlValue text = ValueText.Of(context, OttlValue.From(value));
                if (text.IsFailed)
                {
                    return false;
                }

                map.ReplaceAt(place, text.ToWire(context));
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

            KeyTable keys = context.Keys;
            keys.Open(map, 0);
            foreach (ValuePair pair in pairs.Pairs())
            {
                int place = keys.Find(pair.Key);
                if (place >= 0 && updates)
                {
                    map.ReplaceAt(place, pair.Value);
                }
                else if (place < 0 && inserts)
                {
                    map.Add(pair.Key, pair.Value);
                }
            }

            keys.Close();
            return map.Commit(context);
        };
    }
}
