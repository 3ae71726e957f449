using System.Text;

namespace HotPath.Fuzz.Targets;

/// <summary>Texts as the bytes that targets of text begin with.</summary>
internal static class FuzzTexts
{
    /// <summary>The UTF-8 of each.</summary>
    public static IReadOnlyList<byte[]> Of(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The same number for the same text in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
    public static int Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)hash;
    }

    /// <summary>A message without what stands in quotes and without numbers: what kind of message it is.</summary>
    public static int Kind(string message)
    {
        uint hash = 2166136261;
        bool isQuoted = false;
        foreach (char c in message)
        {
            isQuoted ^= c is '"' or '\'';
            hash = isQuoted || char.IsAsciiDigit(c) ? hash : (hash ^ c) * 16777619;
        }

        return (int)hash;
    }

    /// <summary>A size by its power of two, so that sizes make few kinds of ends.</summary>
    public static int Magnitude(long size) => 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)size);

    /// <summary>One number of several.</summary>
    public static int Mix(params ReadOnlySpan<int> parts)
    {
        uint hash = 2166136261;
        foreach (int part in parts)
        {
            hash = (hash ^ (uint)part) * 16777619;
            hash ^= hash >> 15;
        }

        return (int)hash;
    }
}
