using System.Text;
using HotPath.Components.Ottl.Patterns;

namespace HotPath.Components.Processors.Shared;

/// <summary>
/// Texts of which one must match: equal to the byte (<c>match_type: strict</c>), or a pattern found anywhere (<c>regexp</c>).
/// </summary>
internal sealed class TextSet
{
    private readonly byte[][] _texts = [];
    private readonly Pattern[] _patterns = [];

    public TextSet(IEnumerable<string> texts) => _texts = [.. texts.Select(Encoding.UTF8.GetBytes)];

    public TextSet(IEnumerable<Pattern> patterns) => _patterns = [.. patterns];

    /// <summary>True if one matches.</summary>
    public bool Matches(ReadOnlySpan<byte> utf8)
    {
        foreach (byte[] text in _texts)
        {
            if (utf8.SequenceEqual(text))
            {
                return true;
            }
        }

        foreach (Pattern pattern in _patterns)
        {
            if (pattern.IsMatch(utf8))
            {
                return true;
            }
        }

        return false;
    }
}
