using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Hashing;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary><c>attributes["key"]</c>, and what further keys lead to inside its value.</summary>
internal sealed class AttributePath : PathExpression
{
    private readonly OwnerKind _owner;
    private readonly Key _first;
    private readonly AttributeKey? _name;
    private readonly Key[] _rest;

    public AttributePath(OwnerKind owner, Key[] keys)
    {
        _owner = owner;
        _first = keys[0];
        _name = keys[0].Name;
        _rest = keys[1..];
    }

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        AttributeView attributes = context.Request.AttributesOf(context.OwnerOf(_owner));
        WireValue value;
        if (_name is not null)
        {
            if (!attributes.TryGet(_name, out value))
            {
                return OttlValue.Nil;
            }
        }
        else if (!TryName(context, out OttlValue name))
        {
            return OttlValue.Failed;
        }
        else if (!attributes.TryGet(name.Content, KeyHash.Of(name.Content), out value))
        {
            return OttlValue.Nil;
        }

        OttlValue found = OttlValue.From(value);
        return _rest.Length == 0 ? found : Keys.Pick(context, found, _rest);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        if (!TryName(context, out OttlValue name))
        {
            return false;
        }

        AttributeView attributes = context.Request.AttributesOf(context.OwnerOf(_owner));
        int place = attributes.IndexOf(name.Content, KeyHash.Of(name.Content));
        WireValue old = place < 0 ? default : attributes.Rows[place].Value;
        if (!Keys.TryPut(context, old, _rest, value.ToWire(context), out WireValue put))
        {
            return false;
        }

        if (place >= 0)
        {
            attributes.ReplaceAt(place, put);
        }
        else if (_name is not null)
        {
            attributes.Add(_name, put);
        }
        else
        {
            attributes.Add(name.Content, put);
        }

        return true;
    }

    private bool TryName(OttlContext context, out OttlValue name) =>
        _first.TryGet(context, out name) && (name.Kind == OttlKind.Text || context.FailKind("a string as key", name.Kind));
}
