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

    /// <summary>The key, if it is a literal and leads to the whole value: then reading it can't fail. Else null.</summary>
    public AttributeKey? OnlyKey => _rest.Length == 0 ? _name : null;

    /// <summary>Whose attributes they are.</summary>
    public OwnerKind Owner => _owner;

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        AttributeView attributes = context.Request.AttributesOf(context.OwnerOf(_owner));
        if (_name is null)
        {
            return GetComputed(context, attributes);
        }

        // What is not there is nil, and so is an empty value.
        WireValue value = attributes.GetOrEmpty(_name);
        return _rest.Length == 0 ? OttlValue.From(value) : PickFrom(context, attributes, value);
    }

    /// <inheritdoc/>
    public override bool Set(OttlContext context, in OttlValue value)
    {
        AttributeView attributes = context.Request.AttributesOf(context.OwnerOf(_owner));
        if (OnlyKey is { } key)
        {
            attributes.Upsert(key, value.ToWire(context));
            return true;
        }

        if (!TryName(context, out OttlValue name))
        {
            return false;
        }

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

    /// <summary>Where the key is not there further keys lead nowhere; in an empty value they fail.</summary>
    private OttlValue PickFrom(OttlContext context, AttributeView attributes, WireValue value) =>
        value.Kind == ValueKind.Empty && !attributes.Contains(_name!) ? OttlValue.Nil : Keys.Pick(context, OttlValue.From(value), _rest);

    private OttlValue GetComputed(OttlContext context, AttributeView attributes)
    {
        if (!TryName(context, out OttlValue name))
        {
            return OttlValue.Failed;
        }

        return attributes.TryGet(name.Content, KeyHash.Of(name.Content), out WireValue value)
            ? Keys.Pick(context, OttlValue.From(value), _rest)
            : OttlValue.Nil;
    }

    private bool TryName(OttlContext context, out OttlValue name) =>
        _first.TryGet(context, out name) && (name.Kind == OttlKind.Text || context.FailKind("a string as key", name.Kind));
}
