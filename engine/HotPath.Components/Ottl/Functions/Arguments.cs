using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>
/// The arguments of one call, checked against the parameters and put in their order. What is asked for must be what the parameter's kind
/// gives; an optional one that was left out is asked about with <see cref="Has"/> first.
/// </summary>
internal sealed class Arguments
{
    private readonly Argument?[] _arguments;

    public Arguments(Argument?[] arguments, ContextKind context)
    {
        _arguments = arguments;
        Context = context;
    }

    /// <summary>What the statement runs for.</summary>
    public ContextKind Context { get; }

    /// <summary>True if the argument was written.</summary>
    public bool Has(int index) => _arguments[index] is not null;

    /// <summary>A value of any kind.</summary>
    public Expression Value(int index) => (Expression)_arguments[index]!.Value;

    /// <summary>A string.</summary>
    public TextArgument Text(int index) => new(Value(index));

    /// <summary>Anything, as text; nil stays nil.</summary>
    public TextLikeArgument TextLike(int index) => new(Value(index));

    /// <summary>An int.</summary>
    public TypedArgument Int(int index) => new(Value(index), OttlKind.Int);

    /// <summary>A double.</summary>
    public TypedArgument Double(int index) => new(Value(index), OttlKind.Double);

    /// <summary>A flag.</summary>
    public TypedArgument Bool(int index) => new(Value(index), OttlKind.Bool);

    /// <summary>A map.</summary>
    public TypedArgument Map(int index) => new(Value(index), OttlKind.Map);

    /// <summary>A list.</summary>
    public TypedArgument List(int index) => new(Value(index), OttlKind.List);

    /// <summary>A time.</summary>
    public TypedArgument Moment(int index) => new(Value(index), OttlKind.Time);

    /// <summary>A duration.</summary>
    public TypedArgument Duration(int index) => new(Value(index), OttlKind.Duration);

    /// <summary>The elements of a list literal.</summary>
    public Expression[] Values(int index) => (Expression[])_arguments[index]!.Value;

    /// <summary>A string literal.</summary>
    public string ConstantText(int index) => Encoding.UTF8.GetString(ConstantOf(index).Content);

    /// <summary>A string literal, or what stands for one that was left out.</summary>
    public string ConstantText(int index, string absent) => Has(index) ? ConstantText(index) : absent;

    /// <summary>An int literal or enum.</summary>
    public long ConstantInt(int index) => ConstantOf(index).AsInt;

    /// <summary>A number literal.</summary>
    public double ConstantDouble(int index) => ConstantOf(index) is { Kind: OttlKind.Int } whole ? whole.AsInt : ConstantOf(index).AsDouble;

    /// <summary>A flag literal, or what stands for one that was left out.</summary>
    public bool ConstantBool(int index, bool absent) => Has(index) ? ConstantOf(index).AsBool : absent;

    /// <summary>A byte literal.</summary>
    public byte[] ConstantBytes(int index) => ConstantOf(index).Content.ToArray();

    /// <summary>The strings of a list literal.</summary>
    public string[] ConstantTexts(int index) =>
        [.. Values(index).Select(e => e.TryGetConstant(out OttlValue value) ? Encoding.UTF8.GetString(value.Content) : "")];

    /// <summary>A path that can be written.</summary>
    public PathExpression Path(int index) => (PathExpression)_arguments[index]!.Value;

    /// <summary>A converter of one argument, to be called with an expression of the caller's.</summary>
    public Func<Expression, Expression> Function(int index) => (Func<Expression, Expression>)_arguments[index]!.Value;

    /// <summary>A string literal as a pattern of RE2's syntax; one that is none is refused.</summary>
    public Pattern Pattern(int index)
    {
        try
        {
            return Patterns.Pattern.Parse(ConstantText(index));
        }
        catch (FormatException e)
        {
            throw Error(index, e.Message);
        }
    }

    /// <summary>The value of an argument if it is a literal, so that work on it can be done once.</summary>
    public bool TryGetConstant(int index, out OttlValue value)
    {
        value = default;
        return Has(index) && Value(index).TryGetConstant(out value);
    }

    /// <summary>What to throw for an argument that can't be right: the statement is refused at start, at its place.</summary>
    public OttlException Error(int index, string problem)
    {
        TextPlace place = _arguments[index]?.Place ?? default;
        return new OttlException(problem, place.Line, place.Column);
    }

    private OttlValue ConstantOf(int index) => Value(index).TryGetConstant(out OttlValue value) ? value : default;
}
