using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Redaction;

/// <summary>Keys that met one fate: their number, and where the summary is to name them, the keys. Kept by a thread and reused.</summary>
internal sealed class KeyList
{
    private const int KeptBytes = 64 << 10;
    private readonly List<(int Start, int Length)> _keys = [];
    private readonly Comparison<(int Start, int Length)> _order;
    private byte[] _bytes = new byte[256];
    private int _used;

    public KeyList() => _order = (a, b) => _bytes.AsSpan(a.Start, a.Length).SequenceCompareTo(_bytes.AsSpan(b.Start, b.Length));

    /// <summary>How many keys.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Count = 0;
        _used = 0;
        _keys.Clear();
        _bytes = _bytes.Length > KeptBytes ? new byte[256] : _bytes;
    }

    /// <summary>Counts a key, and keeps it if it is to be named.</summary>
    public void Add(ReadOnlySpan<byte> key, bool isNamed)
    {
        Count++;
        if (isNamed)
        {
            Name(key);
        }
    }

    /// <summary>All keys that are named, and those that an earlier summary names, in order and separated by commas.</summary>
    public WireValue Join(Overlay overlay, ReadOnlySpan<byte> earlier)
    {
        while (!earlier.IsEmpty)
        {
            int comma = earlier.IndexOf((byte)',');
            Name(comma < 0 ? earlier : earlier[..comma]);
            if (comma == earlier.Length - 1)
            {
                Name(default);
            }

            earlier = comma < 0 ? default : earlier[(comma + 1)..];
        }

        _keys.Sort(_order);
        Span<byte> text = overlay.Scratch(_used + _keys.Count - 1);
        int at = 0;
        for (int i = 0; i < _keys.Count; i++)
        {
            if (i > 0)
            {
                text[at++] = (byte)',';
            }

            _bytes.AsSpan(_keys[i].Start, _keys[i].Length).CopyTo(text[at..]);
            at += _keys[i].Length;
        }

        return Overlay.Built(ValueKind.Text, text);
    }

    private void Name(ReadOnlySpan<byte> key)
    {
        if (_used + key.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_used + key.Length, 2 * _bytes.Length));
        }

        key.CopyTo(_bytes.AsSpan(_used));
        _keys.Add((_used, key.Length));
        _used += key.Length;
    }
}
