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
        if (depth < 1)
        {
            throw arguments.Error(2, $"the depth of {depth} is below 1");
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
            if (depth > 0 && value.Kind == ValueKind.Map)
            {
                SpreadPairs(key, value, depth - 1);
            }
            else if (depth > 0 && value.Kind == ValueKind.Array)
            {
                SpreadElements(key, value, depth);
            }
            else
            {
                Put(key, value);
            }
        }

        private void SpreadPairs(ReadOnlySpan<byte> prefix, in WireValue map, long depth)
        {
            foreach (ValuePair pair in map.Pairs())
            {
                Spread(Joined(prefix, pair.Key), pair.Value, depth);
            }
        }

        /// <summary>
        /// What lies in a list is two levels down, and what lies in a list in it three; there the Collector puts no dot before the second
        /// number.
        /// </summary>
        private void SpreadElements(ReadOnlySpan<byte> key, in WireValue list, long depth)
        {
            int index = 0;
            foreach (WireValue element in list.Elements())
            {
                if (depth > 1 && element.Kind == ValueKind.Map)
                {
                    SpreadPairs(Numbered(key, "."u8, index), element, depth - 2);
                }
                else if (depth > 1 && element.Kind == ValueKind.Array)
                {
                    ReadOnlySpan<byte> inner = Numbered(key, "."u8, index);
                    int at = 0;
                    foreach (WireValue one in element.Elements())
                    {
                        Spread(Numbered(inner, ""u8, at++), one, depth - 3);
                    }
                }
                else
                {
                    // Where conflicts are resolved, elements share their list's key, and get their numbers as conflicts do.
                    Put(resolves ? key : Numbered(key, "."u8, index), element);
                }

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

            context.Keys.Put(Numbered(key, "."u8, _conflicts[place]++), value);
        }

        private readonly ReadOnlySpan<byte> Numbered(scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> dot, int number)
        {
            Span<byte> digits = stackalloc byte[11];
            number.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
            Span<byte> numbered = context.Request.Scratch(key.Length + dot.Length + length);
            key.CopyTo(numbered);
            dot.CopyTo(numbered[key.Length..]);
            digits[..length].CopyTo(numbered[(key.Length + dot.Length)..]);
            return numbered;
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
