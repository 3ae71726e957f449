using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <summary>
/// Walks the fields that one message is written as: one, nearly always; several that merge, if a sender writes it again; none, if it is not
/// there.
/// </summary>
internal unsafe ref struct Pieces
{
    /// <summary>The tag of <c>resource</c> in a resource block and of <c>scope</c> in a scope block.</summary>
    public const uint MessageTag = 0x0A;

    private readonly uint _tag;
    private FieldCursor _fields;
    private bool _isOneLeft;

    /// <summary>The fields of one tag in [<paramref name="at"/>, <paramref name="end"/>).</summary>
    public Pieces(byte* at, byte* end, uint tag)
    {
        _fields = new FieldCursor(at, end);
        _tag = tag;
    }

    /// <summary>One field, or none.</summary>
    public Pieces(byte* request, Extent extent, bool isThere)
    {
        _isOneLeft = isThere;
        Start = request + extent.Start;
        Body = request + extent.Body;
        End = request + extent.End;
    }

    /// <summary>Where the piece's tag begins.</summary>
    public byte* Start { get; private set; }

    /// <summary>Where its content begins.</summary>
    public byte* Body { get; private set; }

    /// <summary>Where it ends.</summary>
    public byte* End { get; private set; }

    /// <summary>Goes to the next piece.</summary>
    public bool Next()
    {
        if (_tag == 0)
        {
            bool isThere = _isOneLeft;
            _isOneLeft = false;
            return isThere;
        }

        while (_fields.Next())
        {
            if (_fields.Tag == _tag)
            {
                Start = _fields.Start;
                Body = _fields.Body;
                End = _fields.End;
                return true;
            }
        }

        return false;
    }
}
