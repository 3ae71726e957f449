using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace HotPath.Engine.Config.Yaml;

/// <summary>
/// Says in a user's words why a text is not YAML. The parser knows where it gave up and which rule failed; what a person did is
/// usually one of a dozen things, and often stands a line above.
/// </summary>
internal sealed partial class SyntaxFault
{
    /// <summary>What every syntax fault begins with.</summary>
    public const string Prefix = "not valid YAML: ";

    private readonly string[] _lines;
    private readonly string _reason;
    private Mark _mark;

    private SyntaxFault(string text, Mark mark, string reason)
    {
        _lines = text.Split('\n');
        // The end of the text is a line of its own to the parser, but to nobody else.
        _mark = mark.Line <= _lines.Length ? mark : new Mark(mark.Index, _lines.Length, _lines[^1].Length + 1);
        _reason = reason;
    }

    /// <summary>The fault as an error.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="mark">Where the parser gave up.</param>
    /// <param name="reason">What it says of it.</param>
    /// <param name="open">The innermost <c>[</c> or <c>{</c> that is still open, null without one.</param>
    /// <param name="origin">The text's origin.</param>
    public static ConfigError Describe(string text, Mark mark, string reason, Mark? open, YamlOrigin origin)
    {
        var fault = new SyntaxFault(text, mark, reason);
        string what = (open ?? fault.BracketAhead()) is { } bracket ? fault.InBrackets(bracket) : fault.InBlock();
        return new ConfigError(origin.At(fault._mark), "", Prefix + what);
    }

    /// <summary>The first character that YAML does not allow at all, or null.</summary>
    public static ConfigError? Control(string text, YamlOrigin origin)
    {
        Match match = ForbiddenCharacter().Match(text);
        if (!match.Success)
        {
            return null;
        }
        int line = text.AsSpan(0, match.Index).Count('\n') + 1;
        int column = match.Index - text.LastIndexOf('\n', Math.Max(match.Index - 1, 0), Math.Max(match.Index, 1));
        return new ConfigError(
            origin.At(new Mark(match.Index, line, Math.Max(column, 1))), "",
            $"{Prefix}the character U+{(int)match.Value[0]:X4} is not allowed: remove it, or write an escape in double quotes");
    }

    private string InBrackets(Mark bracket)
    {
        char character = Line(bracket.Line).Length >= bracket.Column ? Line(bracket.Line)[(int)bracket.Column - 1] : '[';
        int reference = Line(_mark.Line).IndexOf("${", StringComparison.Ordinal);
        if (reference >= 0)
        {
            _mark = new Mark(_mark.Index, _mark.Line, reference + 1);
            return $"inside {(character == '{' ? "{ }" : "[ ]")} a reference needs quotes: \"${{env:NAME}}\"";
        }
        if (_mark.Line > bracket.Line || _reason.Length == 0 || _mark.Column > Line(_mark.Line).Length)
        {
            _mark = bracket;
            return $"the {character} that opens here is never closed";
        }
        return $"a comma or the closing {(character == '{' ? '}' : ']')} is missing before this";
    }

    // The parser gives up without a reason when it looks ahead for a key and never finds the end of a bracket.
    private Mark? BracketAhead()
    {
        for (long number = _mark.Line; _reason.Length == 0 && number <= _lines.Length; number++)
        {
            int from = number == _mark.Line ? Math.Min((int)_mark.Column - 1, Line(number).Length) : 0;
            int column = Line(number).AsSpan(from).IndexOfAny('[', '{');
            if (column >= 0)
            {
                return new Mark(0, number, from + column + 1);
            }
        }
        return null;
    }

    private string InBlock()
    {
        if (Tab() is { } tab)
        {
            return tab;
        }
        string line = Line(_mark.Line);
        string before = line[..Math.Min((int)_mark.Column - 1, line.Length)];
        if (_reason.Contains("found invalid mapping", StringComparison.Ordinal))
        {
            return SecondColon(before);
        }
        if (_reason.Contains("did not find expected key", StringComparison.Ordinal))
        {
            bool isElement = line.TrimStart().StartsWith("- ", StringComparison.Ordinal);
            return before.Trim().Length > 0 ? "this does not belong to the value before it: is a quote or a bracket missing or too many?"
                : isElement ? "a list element stands where a key should: indent it as the other elements"
                : $"this line is indented by {before.Length}, which matches no key above it";
        }
        return _reason switch
        {
            "" => "a bracket or a quote is never closed",
            _ when Has("<document end>") => "this line is indented less than the first one",
            _ when Has("'-' indicator") => "a key stands among list elements: begin it with '- ' or indent it into the element above",
            _ when Has("cannot start any token") =>
                $"a value must not begin with {line[before.Length..].FirstOrDefault()}: put it in quotes",
            _ when Has("Block sequence entries") => "a list must not begin on the line of its key: put '- ' on the next line",
            _ when Has("unknown escape") => "a backslash in double quotes begins an escape: write \\\\ or use single quotes",
            _ when Has("quoted scalar, found unexpected") || Has("wrong indentation") => "the quote that opens here is never closed",
            _ when Has("alias") => "a * begins an alias: put the text in quotes if the star is part of it",
            _ when Has("expected node content") => "a value is missing before this",
            _ => char.ToLowerInvariant(_reason[0]) + _reason[1..].TrimEnd('.'),
        };
    }

    private bool Has(string words) => _reason.Contains(words, StringComparison.OrdinalIgnoreCase);

    private string? Tab()
    {
        if (!Has(" tab "))
        {
            return null;
        }
        for (int i = (int)_mark.Line; i <= _lines.Length; i++)
        {
            int column = Line(i).AsSpan().IndexOfAnyExcept(' ');
            if (column >= 0 && Line(i)[column] == '\t')
            {
                _mark = new Mark(0, i, column + 1);
                return "a tab indents this line: use spaces";
            }
        }
        return null;
    }

    // "a: b: c" on one line, a line indented under a plain value, or a line above whose colon lacks its space.
    private string SecondColon(string before)
    {
        if (before.Contains(": ", StringComparison.Ordinal))
        {
            return "a second ': ' in one value: put the value in quotes";
        }
        for (long number = _mark.Line - 1; number > 0; number--)
        {
            string above = Line(number);
            if (above.Trim().Length == 0 || above.TrimStart().StartsWith('#'))
            {
                continue;
            }
            int colon = NoSpace().Match(above) is { Success: true } match ? match.Groups[1].Index : -1;
            if (colon >= 0)
            {
                _mark = new Mark(0, number, colon + 1);
                return "a space is missing behind this colon";
            }
            return above.Contains(": ", StringComparison.Ordinal)
                ? $"this line is indented below line {number}, which has a value already"
                : $"line {number} above has no ': ', so this line continues its text";
        }
        return "a ': ' stands where none is allowed: put the value in quotes";
    }

    private string Line(long number) => number <= _lines.Length ? _lines[number - 1] : "";

    // Word, colon, and no space behind it, as in endpoint:0.0.0.0.
    [GeneratedRegex(@"^\s*(?:- )?[A-Za-z0-9_./-]+(:)[^\s:]")]
    private static partial Regex NoSpace();

    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x80-\x84\x86-\x9F\uFFFE\uFFFF]")]
    private static partial Regex ForbiddenCharacter();
}
