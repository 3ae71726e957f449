using System.Buffers.Text;

namespace HotPath.Components.Processors.Redaction;

/// <summary>Where in a body one is, as the summary names it: <c>user.addresses.[0].street</c>. Kept by a thread.</summary>
internal sealed class BodyPath
{
    private const int KeptBytes = 64 << 10;
    private byte[] _bytes = new byte[256];
    private int _used;
    private int _depth;

    /// <summary>The path.</summary>
    public ReadOnlySpan<byte> Utf8 => _bytes.AsSpan(0, _used);

    /// <summary>Goes back to the body itself.</summary>
    public void Clear()
    {
        _used = 0;
        _depth = 0;
        _bytes = _bytes.Length > KeptBytes ? new byte[256] : _bytes;
    }

    /// <summary>Goes to a key of a map; returns what <see cref="Leave"/> wants.</summary>
    public int Enter(ReadOnlySpan<byte> key)
    {
        int mark = Separate(key.Length);
        key.CopyTo(_bytes.AsSpan(_used));
        _used += key.Length;
        return mark;
    }

    /// <summary>Goes to an element of an array; returns what <see cref="Leave"/> wants.</summary>
    public int Enter(int element)
    {
        int mark = Separate(16);
        _bytes[_used++] = (byte)'[';
        Utf8Formatter.TryFormat(element, _bytes.AsSpan(_used), out int written);
        _used += written;
        _bytes[_used++] = (byte)']';
        return mark;
    }

    /// <summary>Goes back.</summary>
    public void Leave(int mark)
    {
        _used = mark;
        _depth--;
    }

    private int Separate(int needed)
    {
        int mark = _used;
        if (_used + needed + 1 > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_used + needed + 1, 2 * _bytes.Length));
        }

        if (_depth++ > 0)
        {
            _bytes[_used++] = (byte)'.';
        }

        return mark;
    }
}
