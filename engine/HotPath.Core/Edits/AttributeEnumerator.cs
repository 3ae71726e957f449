using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <summary>Walks an owner's live attributes. Replacing and removing on the way is not seen; adding neither.</summary>
public ref struct AttributeEnumerator
{
    private readonly ReadOnlySpan<AttributeRow> _rows;
    private int _at;

    internal AttributeEnumerator(ReadOnlySpan<AttributeRow> rows)
    {
        _rows = rows;
        _at = -1;
    }

    /// <summary>The attribute.</summary>
    public readonly ref readonly AttributeRow Current => ref _rows[_at];

    /// <summary>Its place in <see cref="AttributeView.Rows"/>.</summary>
    public readonly int Place => _at;

    /// <summary>Goes to the next one.</summary>
    public bool MoveNext()
    {
        do
        {
            _at++;
        }
        while (_at < _rows.Length && _rows[_at].IsRemoved);

        return _at < _rows.Length;
    }
}
