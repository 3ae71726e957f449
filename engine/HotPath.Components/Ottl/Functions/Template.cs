using System.Buffers;
using System.Text;
using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Functions;

/// <summary>
/// Go's <c>Regexp.Expand</c>: <c>$1</c>, <c>$name</c>, <c>${name}</c>; <c>$$</c> is a dollar sign, and a group that is not there is
/// nothing.
/// </summary>
internal static class Template
{
    private const int MostNumber = 100_000_000;

    /// <summary>Writes a template with the groups of a match. A name goes as far as letters, digits and underscores do.</summary>
    public static void Expand(ReadOnlySpan<byte> template, MatchGroups groups, WireBuilder into)
    {
        while (template.IndexOf((byte)'$') is var dollar && dollar >= 0)
        {
            into.Append(template[..dollar]);
            template = template[(dollar + 1)..];
            if (template.StartsWith("$"u8))
            {
                into.Append((byte)'$');
                template = template[1..];
                continue;
            }

            bool isBraced = template.StartsWith("{"u8);
            int start = isBraced ? 1 : 0;
            int length = NameLength(template[start..]);
            if (length == 0 || (isBraced && !template[(start + length)..].StartsWith("}"u8)))
            {
                into.Append((byte)'$');
                continue;
            }

            ReadOnlySpan<byte> name = template.Slice(start, length);
            Encoding.UTF8.GetBytes(TryNumber(name, out int number) ? groups[number] : groups.Named(name), into);
            template = template[(start + length + start)..];
        }

        into.Append(template);
    }

    private static int NameLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (Rune.DecodeFromUtf8(text[length..], out Rune rune, out int bytes) == OperationStatus.Done
            && (Rune.IsLetterOrDigit(rune) || rune.Value == '_'))
        {
            length += bytes;
        }

        return length;
    }

    /// <summary>Digits without a leading zero; other names are names.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> name, out int number)
    {
        number = 0;
        foreach (byte digit in name)
        {
            if (digit is < (byte)'0' or > (byte)'9' || number >= MostNumber)
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return name.Length == 1 || name[0] != '0';
    }
}
