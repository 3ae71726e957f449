using System.Runtime.CompilerServices;
using HotPath.Core.Index;
using HotPath.Core.Wire;

namespace HotPath.Core.Edits;

/// <content>A sampler's look at spans: one pass over each one's fields, without rows of fields or attributes.</content>
public sealed unsafe partial class Overlay
{
    // A fixed64 with its tag: the longest field that has no length of its own.
    private const int LongestFixed = 9;

    // A trace id with its tag and length: 0A 10, sixteen bytes.
    private const int PlainId = 18;

    /// <summary>
    /// Looks at the next spans, up to <see cref="SpanGlances.Most"/>, but not at those that are dropped: at their trace id, their trace
    /// state, and whether they may have a rare attribute. Returns where to go on: the number of items after the last ones.
    /// </summary>
    /// <param name="item">The first span to look at.</param>
    /// <param name="rare">The attribute's key.</param>
    /// <param name="into">Takes what was found.</param>
    public int Glance(int item, KeySearch rare, ref SpanGlances into)
    {
        ArgumentNullException.ThrowIfNull(rare);
        into.Count = 0;
        Span<ItemRow> rows = _index.ItemRows.Span[item..];
        rows = rows[..Math.Min(rows.Length, SpanGlances.Most)];
        if (rows.IsEmpty)
        {
            return item;
        }

        // Spans lie in order: a key that does not occur between the first and the last is none of theirs.
        bool mayHave = rare.Occurs(_index.Start + rows[0].BodyStart, _index.Start + rows[^1].End);
        bool isPlain = _index.HasPlainIds;
        for (int i = 0; i < rows.Length; i++)
        {
            if (IsItemDropped(item + i))
            {
                continue;
            }

            byte* body = _index.Start + rows[i].BodyStart;
            byte* end = _index.Start + rows[i].End;

            if (Unsafe.IsNullRef(ref TryEdit(OwnerKind.Item, item + i)))
            {
                if (isPlain && end - body >= PlainId && body[0] == OtlpTag.SpanTraceId && body[1] == PlainId - 2)
                {
                    into.Add(item + i, new WireField(body + 2, PlainId - 2), default, hasState: false, mayHave);
                }
                else
                {
                    GlanceAsCame(body, end, item + i, mayHave, ref into);
                }
            }
            else
            {
                var span = Owner.Item(item + i);
                bool hasState = TryGetField(span, OtlpTag.SpanTraceState, out WireField state);
                into.Add(item + i, GetField(span, OtlpTag.SpanTraceId), state, hasState, mayHave: true);
            }
        }

        return item + rows.Length;
    }

    /// <summary>
    /// A span that nobody edited. The last of fields that are there twice counts, so all are gone over: in the fewest steps where a field
    /// has one byte of tag and of length, and ends well before the span does.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GlanceAsCame(byte* at, byte* end, int item, bool mayHave, ref SpanGlances into)
    {
        // Where the last field with that tag begins.
        byte* id = null;
        byte* state = null;
        byte* safe = end - LongestFixed;
        while (at < safe)
        {
            uint tag = *at;
            uint length = at[1];
            byte* next = at + 2;
            if ((tag & WireType.Mask) == WireType.LengthDelimited)
            {
                next += length;
                if (tag == OtlpTag.SpanTraceId)
                {
                    id = at;
                }
                else if (tag == OtlpTag.SpanTraceState)
                {
                    state = at;
                }
            }
            else if ((tag & WireType.Mask) == WireType.Fixed64)
            {
                next = at + LongestFixed;
                length = 0;
            }
            else if ((tag & WireType.Mask) != WireType.Varint)
            {
                length = 0x80;
            }

            at = ((tag | length) & 0x80) != 0 || next > end ? AfterField(at, end, ref id, ref state) : next;
        }

        while (at < end)
        {
            at = AfterField(at, end, ref id, ref state);
        }

        into.Add(item, FieldAt(id, end), FieldAt(state, end), state != null, mayHave);
    }

    /// <summary>A field of any form; returns where it ends, or the end if it does not end before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* AfterField(byte* at, byte* end, ref byte* id, ref byte* state)
    {
        var field = new FieldCursor(at, end);
        if (!field.Next())
        {
            return end;
        }

        id = field.Tag == OtlpTag.SpanTraceId ? at : id;
        state = field.Tag == OtlpTag.SpanTraceState ? at : state;
        return field.End;
    }

    /// <summary>The content of a field with a length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static WireField FieldAt(byte* at, byte* end)
    {
        if (at == null)
        {
            return default;
        }

        if (end - at >= 2 && at[0] < 0x80 && at[1] < 0x80 && at[1] <= end - at - 2)
        {
            return new WireField(at + 2, at[1]);
        }

        var field = new FieldCursor(at, end);
        field.Next();
        return new WireField(field.Body, field.BodyLength);
    }
}
