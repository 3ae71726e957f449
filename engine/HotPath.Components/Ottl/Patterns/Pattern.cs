using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// A regular expression of RE2's syntax. It runs on .NET's engine that never goes back, in time linear in the text, so no pattern and no
/// text can hang the gateway; and it runs only on texts that hold what it must find, which their bytes are asked first. One that is only
/// literal bytes is not run as a pattern at all. Thread-safe.
/// </summary>
internal sealed class Pattern
{
    private const int OnStack = 256;
    private readonly RegexCopy _regex;
    private readonly RegexCopy?[] _copies = new RegexCopy?[ThreadSlot.Count];
    private readonly Prefilter _prefilter;
    private readonly byte[]? _literal;
    private readonly bool _isAtStart;
    private readonly bool _isAtEnd;

    private Pattern(string source, Re2Translation translation)
    {
        Source = source;
        GroupNames = translation.Names;
        _regex = new RegexCopy(translation.Text);
        _prefilter = new Prefilter(translation.Shape);
        Program = GroupProgram.Of(translation);
        string? literal = Re2.LiteralOf(source, out _isAtStart, out _isAtEnd);

        // U+FFFD is also what bytes read as that are no UTF-8: it is no literal.
        _literal = literal?.Contains('\uFFFD') == false ? Encoding.UTF8.GetBytes(literal) : null;
    }

    /// <summary>As it is written.</summary>
    public string Source { get; }

    /// <summary>
    /// The expression for .NET, to ask whether it matches anywhere: where it does, <see cref="MatchGroups"/> says. The calling thread's
    /// own.
    /// </summary>
    public Regex Regex => _copies[ThreadSlot.Current] ??= new RegexCopy(_regex);

    /// <summary>The names of its groups from number 1 on, null for one without: <see cref="Regex"/> knows their numbers only.</summary>
    public IReadOnlyList<string?> GroupNames { get; }

    /// <summary>What finds its matches and their groups.</summary>
    public GroupProgram Program { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is none of RE2's, or uses what is not carried over; the message says what.</exception>
    public static Pattern Parse(string source)
    {
        Re2Translation translation = Re2.Translate(source);
        try
        {
            return new Pattern(source, translation);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"the pattern can't be used: {e.Message}", e);
        }
    }

    /// <summary>False if it is found nowhere in a text, told from the text's bytes; true if it may be.</summary>
    public bool MayMatch(ReadOnlySpan<byte> utf8) => _literal is null ? _prefilter.MayMatch(utf8) : IsLiteralIn(utf8, _literal);

    /// <summary>True if it matches anywhere in a text. Allocates nothing.</summary>
    public bool IsMatch(TextBuffers buffers, ReadOnlySpan<byte> utf8) =>
        MayMatch(utf8) && (_literal is not null || Regex.IsMatch(buffers.Decode(utf8)));

    /// <inheritdoc cref="IsMatch(TextBuffers, ReadOnlySpan{byte})"/>
    public bool IsMatch(ReadOnlySpan<byte> utf8) => MayMatch(utf8) && (_literal is not null || IsFound(utf8));

    private bool IsFound(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= OnStack)
        {
            Span<char> near = stackalloc char[OnStack];
            return Regex.IsMatch(near[..Encoding.UTF8.GetChars(utf8, near)]);
        }

        char[] chars = ArrayPool<char>.Shared.Rent(utf8.Length);
        bool isMatch = Regex.IsMatch(chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, chars)));
        ArrayPool<char>.Shared.Return(chars);
        return isMatch;
    }

    private bool IsLiteralIn(ReadOnlySpan<byte> utf8, byte[] literal) => (_isAtStart, _isAtEnd) switch
    {
        (true, true) => utf8.SequenceEqual(literal),
        (true, false) => utf8.StartsWith(literal),
        (false, true) => utf8.EndsWith(literal),
        _ => utf8.IndexOf(literal) >= 0,
    };
}
