using System.Text;

namespace HotPath.Fuzz.Running;

/// <summary>What a target says of itself.</summary>
internal static class Invariant
{
    /// <summary>Fails the input unless something holds.</summary>
    /// <exception cref="BrokenInvariantException">It does not.</exception>
    public static void Holds(bool isTrue, string what)
    {
        if (!isTrue)
        {
            throw new BrokenInvariantException(what);
        }
    }

    /// <summary>Fails the input unless two runs of bytes are the same.</summary>
    public static void Same(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected, string what)
    {
        if (!actual.SequenceEqual(expected))
        {
            int at = actual.CommonPrefixLength(expected);
            throw new BrokenInvariantException($"{what}: {actual.Length} bytes, expected {expected.Length}, differ from byte {at} on");
        }
    }

    /// <summary>A text that stands for an input, for targets that read text: what is no UTF-8 becomes U+FFFD.</summary>
    public static string Text(ReadOnlySpan<byte> input) => Encoding.UTF8.GetString(input);
}
