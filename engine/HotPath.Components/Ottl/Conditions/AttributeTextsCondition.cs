using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Conditions;

/// <summary>
/// The condition that is written most, <c>attributes["key"] == "text"</c> (or <c>!=</c>), and any number of equalities of one owner's
/// attributes joined by <c>or</c>: each key is looked up once, and its value held against all its texts. It can't fail.
/// </summary>
internal sealed class AttributeTextsCondition : Condition
{
    private readonly OwnerKind _owner;
    private readonly KeyedTexts[] _keyed;
    private readonly bool _isEqual;

    public AttributeTextsCondition(OwnerKind owner, AttributeKey key, Expression text, bool isEqual)
    {
        text.TryGetConstant(out OttlValue literal);
        _owner = owner;
        _keyed = [new KeyedTexts(key, [literal.Content.ToArray()])];
        _isEqual = isEqual;
    }

    private AttributeTextsCondition(OwnerKind owner, KeyedTexts[] keyed)
    {
        _owner = owner;
        _keyed = keyed;
        _isEqual = true;
    }

    /// <inheritdoc/>
    public override Truth Test(OttlContext context)
    {
        AttributeView attributes = context.Request.AttributesOf(context.OwnerOf(_owner));
        foreach (KeyedTexts keyed in _keyed)
        {
            WireValue value = attributes.GetOrEmpty(keyed.Key);
            if (value.Kind == ValueKind.Text && keyed.Holds(value.Content))
            {
                return _isEqual ? Truth.Yes : Truth.No;
            }
        }

        return _isEqual ? Truth.No : Truth.Yes;
    }

    /// <summary>Conditions joined by <c>or</c>, with those that stand next to each other joined into one where that can be.</summary>
    public static Condition[] Joined(IEnumerable<Condition> conditions)
    {
        var joined = new List<Condition>();
        foreach (Condition condition in conditions)
        {
            if (joined.Count > 0 && TryJoin(joined[^1], condition) is { } both)
            {
                joined[^1] = both;
            }
            else
            {
                joined.Add(condition);
            }
        }

        return [.. joined];
    }

    /// <summary>One condition for two that are joined by <c>or</c>; null if they are not of this kind.</summary>
    public static Condition? TryJoin(Condition first, Condition second)
    {
        bool canJoin = first is AttributeTextsCondition { _isEqual: true } && second is AttributeTextsCondition { _isEqual: true };
        return canJoin ? Join((AttributeTextsCondition)first, (AttributeTextsCondition)second) : null;
    }

    private static AttributeTextsCondition? Join(AttributeTextsCondition first, AttributeTextsCondition second) =>
        first._owner != second._owner
            ? null
            : new AttributeTextsCondition(
                first._owner,
                [
                    .. first._keyed.Concat(second._keyed).GroupBy(keyed => keyed.Key.Name)
                        .Select(same => new KeyedTexts(same.First().Key, [.. same.SelectMany(keyed => keyed.Texts)])),
                ]);

    private sealed record KeyedTexts(AttributeKey Key, byte[][] Texts)
    {
        public bool Holds(ReadOnlySpan<byte> value)
        {
            foreach (byte[] text in Texts)
            {
                if (value.SequenceEqual(text))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
