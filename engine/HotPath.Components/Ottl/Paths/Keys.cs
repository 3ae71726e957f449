using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// Goes into values by keys, as the Collector does: a key that a map does not have gives nil in a path, and fails behind a converter; an
/// index outside a list, and a key on what is neither
/// map nor list, fail. Setting makes maps and lists where nothing is.
/// </summary>
internal static class Keys
{
    /// <summary>What the keys lead to.</summary>
    public static OttlValue Pick(OttlContext context, OttlValue value, ReadOnlySpan<Key> keys, bool mustBeThere = false)
    {
        foreach (Key key in keys)
        {
            if (!key.TryGet(context, out OttlValue step))
            {
                return OttlValue.Failed;
            }

            switch (value.Kind)
            {
                case OttlKind.Map when step.Kind == OttlKind.Text:
                    if (!value.TryFind(step.Content, out WireValue found))
                    {
                        return mustBeThere ? context.Fail("key not found in map") : OttlValue.Nil;
                    }

                    value = OttlValue.From(found);
                    break;
                case OttlKind.List when step.Kind == OttlKind.Int:
                    if (!TryElement(value, step.AsInt, out WireValue element))
                    {
                        return context.Fail("the index is out of bounds");
                    }

                    value = OttlValue.From(element);
                    break;
                default:
                    context.FailKind("a map for a string key, or a list for an int key,", value.Kind);
                    return OttlValue.Failed;
            }
        }

        return value;
    }

    /// <summary>A value with another one where the keys lead, made in scratch; false = there is no such place.</summary>
    public static bool TryPut(OttlContext context, in WireValue into, ReadOnlySpan<Key> keys, in WireValue value, out WireValue result)
    {
        result = value;
        if (keys.IsEmpty)
        {
            return true;
        }

        if (!keys[0].TryGet(context, out OttlValue step))
        {
            return false;
        }

        switch (into.Kind)
        {
            case ValueKind.Map or ValueKind.Empty when step.Kind == OttlKind.Text:
                return TryPutInMap(context, into, step, keys[1..], value, out result);
            case ValueKind.Array or ValueKind.Empty when step.Kind == OttlKind.Int:
                return TryPutInList(context, into, step.AsInt, keys[1..], value, out result);
            default:
                return context.FailKind("a map for a string key, or a list for an int key,", OttlValue.From(into).Kind);
        }
    }

    private static bool TryElement(in OttlValue list, long index, out WireValue element)
    {
        foreach (WireValue candidate in list.Elements())
        {
            if (index-- == 0)
            {
                element = candidate;
                return true;
            }
        }

        element = default;
        return false;
    }

    private static bool TryPutInMap(
        OttlContext context, in WireValue map, in OttlValue key, ReadOnlySpan<Key> rest, in WireValue value, out WireValue result)
    {
        result = default;
        bool isThere = ValueEquality.TryFind(map, key.Content, out WireValue old);
        if (!TryPut(context, old, rest, value, out WireValue put))
        {
            return false;
        }

        int removed = isThere ? WireSize.OfPair(key.Content.Length, old) : 0;
        int size = WireSize.OfPair(key.Content.Length, put) - removed;
        foreach (ValuePair pair in map.Pairs())
        {
            size += WireSize.OfPair(pair.Key.Length, pair.Value);
        }

        Span<byte> place = context.Request.Scratch(size);
        int at = 0;
        bool isPut = false;
        foreach (ValuePair pair in map.Pairs())
        {
            bool isIt = !isPut && pair.Key.SequenceEqual(key.Content);
            isPut |= isIt;
            at += WireSize.WritePair(place[at..], pair.Key, isIt ? put : pair.Value);
        }

        at += isPut ? 0 : WireSize.WritePair(place[at..], key.Content, put);
        result = Overlay.Built(ValueKind.Map, place[..at]);
        return true;
    }

    private static bool TryPutInList(
        OttlContext context, in WireValue list, long index, ReadOnlySpan<Key> rest, in WireValue value, out WireValue result)
    {
        result = default;
        bool isMade = list.Kind == ValueKind.Empty;
        var old = default(WireValue);
        if (index < 0 || (isMade ? index > OttlLimits.LongestMadeList : !TryElement(OttlValue.From(list), index, out old)))
        {
            return !context.Fail("the index is out of bounds").IsFailed;
        }

        if (!TryPut(context, old, rest, value, out WireValue put))
        {
            return false;
        }

        int size = WireSize.OfElement(put) - (isMade ? 0 : WireSize.OfElement(old));
        foreach (WireValue element in list.Elements())
        {
            size += WireSize.OfElement(element);
        }

        size += isMade ? (int)index * WireSize.OfElement(default) : 0;
        Span<byte> place = context.Request.Scratch(size);
        int at = 0;
        for (long i = 0; isMade && i <= index; i++)
        {
            at += WireSize.WriteElement(place[at..], i == index ? put : default);
        }

        foreach (WireValue element in list.Elements())
        {
            at += WireSize.WriteElement(place[at..], index-- == 0 ? put : element);
        }

        result = Overlay.Built(ValueKind.Array, place[..at]);
        return true;
    }
}
