using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>
/// A map inside a value (or the cache) as a map to edit. Edits are kept apart and written back, encoded, by <see cref="Commit"/>.
/// </summary>
internal sealed class PairMap : OttlMap
{
    private readonly List<Pair> _pairs = [];
    private PathExpression? _home;
    private OttlContext _context = null!;
    private bool _isChanged;

    /// <inheritdoc/>
    public override int Places => _pairs.Count;

    /// <summary>Begins on the pairs of a map.</summary>
    public void Open(OttlContext context, in OttlValue map, PathExpression? home)
    {
        _pairs.Clear();
        _context = context;
        _home = home;
        _isChanged = false;
        foreach (ValuePair pair in map.Pairs())
        {
            _pairs.Add(new Pair(Overlay.Built(ValueKind.Text, pair.Key), pair.Value, IsRemoved: false));
        }
    }

    /// <inheritdoc/>
    public override bool IsRemoved(int place) => _pairs[place].IsRemoved;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> KeyAt(int place) => _pairs[place].Key.Content;

    /// <inheritdoc/>
    public override WireValue ValueAt(int place) => _pairs[place].Value;

    /// <inheritdoc/>
    public override int Find(ReadOnlySpan<byte> key)
    {
        for (int i = 0; i < _pairs.Count; i++)
        {
            if (!_pairs[i].IsRemoved && _pairs[i].Key.Content.SequenceEqual(key))
            {
                return i;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public override void RemoveAt(int place)
    {
        _pairs[place] = _pairs[place] with { IsRemoved = true };
        _isChanged = true;
    }

    /// <inheritdoc/>
    public override void ReplaceAt(int place, in WireValue value)
    {
        _pairs[place] = _pairs[place] with { Value = value };
        _isChanged = true;
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<byte> key, in WireValue value)
    {
        _pairs.Add(new Pair(_context.Request.Text(key), value, IsRemoved: false));
        _isChanged = true;
    }

    /// <summary>The map as a value, encoded into scratch.</summary>
    public OttlValue Encode()
    {
        int size = 0;
        foreach (Pair pair in _pairs)
        {
            size += pair.IsRemoved ? 0 : WireSize.OfPair(pair.Key.Content.Length, pair.Value);
        }

        Span<byte> place = _context.Request.Scratch(size);
        int at = 0;
        foreach (Pair pair in _pairs)
        {
            at += pair.IsRemoved ? 0 : WireSize.WritePair(place[at..], pair.Key.Content, pair.Value);
        }

        return OttlValue.From(Overlay.Built(ValueKind.Map, place));
    }

    /// <inheritdoc/>
    public override bool Commit(OttlContext context) => !_isChanged || _home is null || _home.Set(context, Encode());

    private readonly record struct Pair(WireValue Key, WireValue Value, bool IsRemoved);
}
