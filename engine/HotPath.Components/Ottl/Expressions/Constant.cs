using System.Text;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>A literal. Its bytes live as long as it does.</summary>
internal sealed class Constant : Expression
{
    private readonly ConstantValue? _holder;
    private readonly OttlValue _value;

    /// <summary>A value without bytes of its own: nil, a number, a flag, a time, a duration.</summary>
    public Constant(in OttlValue value)
    {
        _value = value;
    }

    /// <summary>A value that holds memory.</summary>
    public Constant(ConstantValue holder)
    {
        _holder = holder;
        _value = OttlValue.From(holder.Value);
    }

    /// <summary>A string.</summary>
    public static Constant Text(string text) => new(ConstantValue.Text(text));

    /// <summary>A number, stored once so that setting it on an attribute costs no encoding.</summary>
    public static Constant Int(long number) => new(ConstantValue.Int(number));

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context) => _value;

    /// <inheritdoc/>
    public override bool TryGetConstant(out OttlValue value)
    {
        value = _value;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        _value.Kind == OttlKind.Text ? Encoding.UTF8.GetString(_value.Content) : $"{ValueNames.NameOf(_value.Kind)} in {_holder}";
}
