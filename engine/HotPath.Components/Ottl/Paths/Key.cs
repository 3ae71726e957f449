using System.Text;
using System.Text.Unicode;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>A key behind a path or converter: a string, an int, or an expression that gives one.</summary>
internal sealed class Key
{
    private readonly Expression _expression;

    public Key(Expression expression)
    {
        _expression = expression;
        if (expression.TryGetConstant(out OttlValue value))
        {
            bool isName = value.Kind == OttlKind.Text && Utf8.IsValid(value.Content);
            Name = isName ? new AttributeKey(Encoding.UTF8.GetString(value.Content)) : null;
            Kind = value.Kind;
        }
    }

    /// <summary>The key, hashed, if it is a string literal of valid UTF-8.</summary>
    public AttributeKey? Name { get; }

    /// <summary>What it is if it is a literal; nil for an expression.</summary>
    public OttlKind Kind { get; }

    /// <summary>The key now: a text or an int; false = neither, and the context says so.</summary>
    public bool TryGet(OttlContext context, out OttlValue key)
    {
        key = _expression.Get(context);
        return key.Kind is OttlKind.Text or OttlKind.Int || context.FailKind("a string or an int as key", key.Kind);
    }
}
