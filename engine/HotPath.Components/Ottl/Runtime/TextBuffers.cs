using System.Buffers;
using System.Text;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>
/// Room for a text as UTF-16, which is what patterns are matched over: pooled memory, kept between texts; a large one is given back at the
/// request's end.
/// </summary>
internal sealed class TextBuffers
{
    /// <summary>The most characters that are kept from one request to the next.</summary>
    public const int KeptChars = 64 * 1024;

    private const int LeastChars = 1024;
    private char[] _chars = ArrayPool<char>.Shared.Rent(LeastChars);

    /// <summary>A text's characters, until the next call. What is not UTF-8 becomes U+FFFD.</summary>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        return _chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, _chars));
    }

    /// <summary>A copy of a text's characters, until the next call.</summary>
    public ReadOnlySpan<char> Copy(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_chars);
        return _chars.AsSpan(0, text.Length);
    }

    /// <summary>So many characters of the text that was taken last.</summary>
    public ReadOnlySpan<char> Decoded(int length) => _chars.AsSpan(0, length);

    /// <summary>Gives a large buffer back.</summary>
    public void Trim()
    {
        if (_chars.Length > KeptChars)
        {
            Change(LeastChars);
        }
    }

    private void Reserve(int length)
    {
        if (_chars.Length < length)
        {
            Change(length);
        }
    }

    private void Change(int length)
    {
        ArrayPool<char>.Shared.Return(_chars);
        _chars = ArrayPool<char>.Shared.Rent(length);
    }
}
