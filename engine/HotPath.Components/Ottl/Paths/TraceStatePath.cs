using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// <c>trace_state["key"]</c>: a member of the W3C list. A missing one is the empty string. A member that is set moves to the front, as the
/// specification has it.
/// </summary>
internal sealed class TraceStatePath(Key key) : PathExpression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        if (!TryKey(context, out OttlValue name))
        {
            return OttlValue.Failed;
        }

        ReadOnlySpan<byte> state = context.Request.GetField(context.OwnerOf(OwnerKind.Item), OtlpTag.SpanTraceState).Bytes;
        foreach (Range range in state.Split((byte)','))
        {
            if (IsMember(state[range], name.Content, out ReadOnlySpan<byte> value))
            {
                return OttlValue.Text(value);
            }
        }

        return OttlValue.Text(default);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (!TryKey(context, out OttlValue name))
        {
            return false;
        }

        if (value.Kind != OttlKind.Text)
        {
            return context.FailKind("a string", value.Kind);
        }

        Owner span = context.OwnerOf(OwnerKind.Item);
        ReadOnlySpan<byte> state = context.Request.GetField(span, OtlpTag.SpanTraceState).Bytes;
        Span<byte> place = context.Request.Scratch(state.Length + name.Content.Length + value.Content.Length + 2);
        int at = Append(place, 0, name.Content);
        at = Append(place, at, "="u8);
        at = Append(place, at, value.Content);
        foreach (Range range in state.Split((byte)','))
        {
            ReadOnlySpan<byte> member = state[range].Trim(" \t"u8);
            if (!member.IsEmpty && !IsMember(member, name.Content, out _))
            {
                at = Append(place, at, ","u8);
                at = Append(place, at, member);
            }
        }

        context.Request.SetField(span, OtlpTag.SpanTraceState, place[..at]);
        return true;
    }

    private static int Append(Span<byte> place, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(place[at..]);
        return at + bytes.Length;
    }

    private static bool IsMember(ReadOnlySpan<byte> member, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        member = member.Trim(" \t"u8);
        bool isIt = member.Length > key.Length && member.StartsWith(key) && member[key.Length] == '=';
        value = isIt ? member[(key.Length + 1)..] : default;
        return isIt;
    }

    private bool TryKey(OttlContext context, out OttlValue name) =>
        key.TryGet(context, out name) && (name.Kind == OttlKind.Text || context.FailKind("a string as key", name.Kind));
}
