using System.Buffers;

namespace HotPath.Components.Ottl.Syntax;

/// <summary>Cuts a statement into tokens.</summary>
internal static class Lexer
{
    private static readonly string[] Marks =
        ["==", "!=", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "(", ")", "{", "}", "[", "]", ",", ".", ":"];

    private static readonly SearchValues<char> NameChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>All tokens, the end included.</summary>
    /// <exception cref="OttlException">A character or a string that is none.</exception>
    public static List<Token> Read(string statement)
    {
        if (statement.Length > OttlLimits.LongestStatement)
        {
            throw new OttlException(
                $"the statement has {statement.Length} characters, more than the {OttlLimits.LongestStatement} that one may have; split it",
                1, 1);
        }

        var tokens = new List<Token>();
        int at = 0;
        while (true)
        {
            while (at < statement.Length && char.IsWhiteSpace(statement[at]))
            {
                at++;
            }

            Token token = Next(statement, at);
            tokens.Add(token);
            at += token.Text.Length;
            if (token.Kind == TokenKind.End)
            {
                return tokens;
            }
        }
    }

    private static Token Next(string statement, int at)
    {
        if (at == statement.Length)
        {
            return new Token(TokenKind.End, "", at);
        }

        char first = statement[at];
        if (char.IsAsciiLetter(first))
        {
            int length = Run(statement.AsSpan(at), NameChars);
            return new Token(char.IsAsciiLetterUpper(first) ? TokenKind.UpperName : TokenKind.Name, statement.Substring(at, length), at);
        }

        if (first == '"')
        {
            return new Token(TokenKind.Text, statement.Substring(at, StringLength(statement, at)), at);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && at + 1 < statement.Length && char.IsAsciiDigit(statement[at + 1])))
        {
            return Number(statement, at);
        }

        foreach (string mark in Marks)
        {
            if (string.CompareOrdinal(statement, at, mark, 0, mark.Length) == 0)
            {
                return new Token(TokenKind.Mark, mark, at);
            }
        }

        string remedy = first == '\'' ? "; strings stand in double quotes" : first is '&' or '|' or '!' ? "; write and, or, not" : "";
        throw At(statement, at, $"\"{first}\" has no meaning here{remedy}");
    }

    private static Token Number(string statement, int at)
    {
        ReadOnlySpan<char> rest = statement.AsSpan(at);
        if (rest.StartsWith("0x") && rest.Length > 2 && char.IsAsciiHexDigit(rest[2]))
        {
            int end = 2;
            while (end < rest.Length && char.IsAsciiHexDigit(rest[end]))
            {
                end++;
            }

            return new Token(TokenKind.Bytes, statement.Substring(at, end), at);
        }

        int digits = Digits(rest);
        if (digits + 1 >= rest.Length || rest[digits] != '.' || !char.IsAsciiDigit(rest[digits + 1]))
        {
            return new Token(TokenKind.Int, statement.Substring(at, digits), at);
        }

        int length = digits + 1 + Digits(rest[(digits + 1)..]);
        if (length + 1 < rest.Length && rest[length] is 'e' or 'E')
        {
            int sign = rest[length + 1] is '+' or '-' ? 1 : 0;
            int exponent = Digits(rest[(length + 1 + sign)..]);
            length += exponent > 0 ? 1 + sign + exponent : 0;
        }

        return new Token(TokenKind.Double, statement.Substring(at, length), at);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static int Run(ReadOnlySpan<char> text, SearchValues<char> of)
    {
        int end = text.IndexOfAnyExcept(of);
        return end < 0 ? text.Length : end;
    }

    private static int StringLength(string statement, int at)
    {
        for (int i = at + 1; i < statement.Length; i++)
        {
            if (statement[i] == '\\')
            {
                i++;
            }
            else if (statement[i] == '"')
            {
                return i - at + 1;
            }
        }

        throw At(statement, at, "the string that begins here does not end; close it with a double quote");
    }

    private static OttlException At(string statement, int offset, string problem)
    {
        TextPlace place = TextPlace.Of(statement, offset);
        return new OttlException(problem, place.Line, place.Column);
    }
}
