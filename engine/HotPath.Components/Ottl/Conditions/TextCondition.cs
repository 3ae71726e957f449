using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Conditions;

/// <summary>The comparison that is written most: a value with a string literal, equal or not.</summary>
internal sealed class TextCondition : Condition
{
    private readonly Expression _value;
    private readonly Expression _holder;
    private readonly OttlValue _text;
    private readonly bool _isEqual;

    public TextCondition(Expression value, Expression text, bool isEqual)
    {
        _value = value;
        _holder = text;
        _isEqual = isEqual;
        text.TryGetConstant(out _text);
    }

    /// <inheritdoc/>
    public override Truth Test(OttlContext context)
    {
        OttlValue value = _value.Get(context);
        if (value.IsFailed)
        {
            return Truth.Failed;
        }

        bool isSame = value.Kind == OttlKind.Text && value.Content.SequenceEqual(_text.Content);
        return isSame == _isEqual ? Truth.Yes : Truth.No;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_value} {(_isEqual ? "==" : "!=")} {_holder}";
}
