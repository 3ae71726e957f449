using System.Text;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>Room for a text as UTF-16, which is what patterns are matched over. Kept between texts; a large one is given up at the request's end.</summary>
internal sealed class TextBuffers
{
    /// <summary>The most characters that are kept from one request to the next.</summary>
    public const int KeptChars = 64 * 1024;

    private char[] _chars = new char[1024];

    /// <summary>A text's characters, until the next call. What is not UTF-8 becomes U+FFFD.</summary>
    public ReadOnlySpan<char> Decode(ReadOnlySpan<byte> utf8)
    {
        if (_chars.Length < utf8.Length)
        {
            _chars = new char[utf8.Length + (utf8.Length / 2)];
        }

        return _chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, _chars));
    }

    /// <summary>Gives up a large buffer.</summary>
    public void Trim()
    {
        if (_chars.Length > KeptChars)
        {
            _chars = new char[1024];
        }
    }
}
