using System.Buffers;
using System.Globalization;
using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary><c>flatten</c>: nested maps and lists become pairs of the map itself, under keys joined by dots.</summary>
internal static class FlattenFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Editing(
            "flatten",
            [
                new("target", ParameterKind.Path),
                new("prefix", ParameterKind.ConstantText, true),
                new("depth", ParameterKind.ConstantInt, true),
                new("resolve_conflicts", ParameterKind.ConstantBool, true),
            ],
            Flatten),
    ];

    private static Editor Flatten(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        byte[] prefix = Encoding.UTF8.GetBytes(arguments.ConstantText(1, ""));
        long depth = arguments.Has(2) ? arguments.ConstantInt(2) : long.MaxValue;
        bool resolves = arguments.ConstantBool(3, absent: false);
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

            var run = new Run(context, map, resolves);
            run.All(prefix, depth);
            run.End();
            return map.Commit(context);
        };
    }

    /// <summary>One map being flattened: the pairs are put anew behind the old ones, which are removed.</summary>
    private ref struct Run(OttlContext context, OttlMap map, bool resolves)
    {
        private int[] _conflicts = [];

        public void All(ReadOnlySpan<byte> prefix, long depth)
        {
            int old = map.Places;
            context.Keys.Open(map, old);
            for (int place = 0; place < old; place++)
            {
                if (!map.IsRemoved(place))
                {
                    ReadOnlySpan<byte> key = Joined(prefix, map.KeyAt(place));
                    WireValue value = map.ValueAt(place);
                    map.RemoveAt(place);
                    Spread(key, value, depth);
                }
            }

            context.Keys.Close();
        }

        public readonly void End()
        {
            if (_conflicts.Length > 0)
            {
                ArrayPool<int>.Shared.Return(_conflicts);
            }
        }

        private void Spread(ReadOnlySpan<byte> key, in WireValue value, long depth)
        {
            if (depth == 0 || value.Kind is not (ValueKind.Map or ValueKind.Array))
            {
                Put(key, value);
                return;
            }

            foreach (ValuePair pair in value.Pairs())
            {
                Spread(Joined(key, pair.Key), pair.Value, depth - 1);
            }

            int index = 0;
            foreach (WireValue element in value.Elements())
            {
                // Where conflicts are resolved, elements share their list's key, and get their numbers as conflicts do.
                bool isOpened = element.Kind is ValueKind.Map or ValueKind.Array && depth > 1;
                Spread(resolves && !isOpened ? key : Joined(key, index), element, depth - 1);
                index++;
            }
        }

        private void Put(ReadOnlySpan<byte> key, in WireValue value)
        {
            int place = resolves ? context.Keys.Find(key) : -1;
            if (place < 0)
            {
                context.Keys.Put(key, value);
                return;
            }

            if (place >= _conflicts.Length)
            {
                int[] larger = ArrayPool<int>.Shared.Rent(Math.Max(64, 2 * map.Places));
                larger.AsSpan().Clear();
                _conflicts.CopyTo(larger, 0);
                End();
                _conflicts = larger;
            }

            context.Keys.Put(Joined(key, _conflicts[place]++), value);
        }

        private readonly ReadOnlySpan<byte> Joined(ReadOnlySpan<byte> prefix, int number)
        {
            Span<byte> digits = stackalloc byte[11];
            number.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
            return Joined(prefix, digits[..length]);
        }

        private readonly ReadOnlySpan<byte> Joined(scoped ReadOnlySpan<byte> prefix, scoped ReadOnlySpan<byte> key)
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
}
