using System.Text;
using System.Text.RegularExpressions;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// A regular expression of RE2's syntax. It runs on .NET's engine that never goes back, in time linear in the text, so no pattern and no text can
/// hang the gateway; one that is only literal bytes is not run as a pattern at all. Thread-safe.
/// </summary>
internal sealed class Pattern
{
    private readonly Regex _regex;
    private readonly byte[]? _literal;
    private readonly bool _isAtStart;
    private readonly bool _isAtEnd;

    private Pattern(string source, string translated, IReadOnlyList<string?> names)
    {
        Source = source;
        GroupNames = names;
        _regex = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        string? literal = Re2.LiteralOf(source, out _isAtStart, out _isAtEnd);
        _literal = literal is null ? null : Encoding.UTF8.GetBytes(literal);
    }

    /// <summary>As it is written.</summary>
    public string Source { get; }

    /// <summary>The expression for .NET, to replace with; it has the groups of the source, in order.</summary>
    public Regex Regex => _regex;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is none of RE2's, or uses what is not carried over; the message says what.</exception>
    public static Pattern Parse(string source)
    {
        string translated = Re2.Translate(source, out IReadOnlyList<string?> names);
        try
        {
            return new Pattern(source, translated, names);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"the pattern can't be used: {e.Message}", e);
        }
    }

    /// <summary>The names of its groups from number 1 on, null for one without: <see cref="Regex"/> knows their numbers only.</summary>
    public IReadOnlyList<string?> GroupNames { get; }

    /// <summary>True if it matches anywhere in a text. Allocates nothing.</summary>
    public bool IsMatch(TextBuffers buffers, ReadOnlySpan<byte> utf8)
    {
        if (_literal is null)
        {
            return _regex.IsMatch(buffers.Decode(utf8));
        }

        return (_isAtStart, _isAtEnd) switch
        {
            (true, true) => utf8.SequenceEqual(_literal),
            (true, false) => utf8.StartsWith(_literal),
            (false, true) => utf8.EndsWith(_literal),
            _ => utf8.IndexOf(_literal) >= 0,
        };
    }
}
