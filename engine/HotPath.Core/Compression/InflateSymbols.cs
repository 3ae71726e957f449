namespace HotPath.Core.Compression;

/// <summary>The symbols of RFC 1951, section 3.2.5, as entries of <see cref="InflateTable"/> without their codes' bits.</summary>
internal static class InflateSymbols
{
    /// <summary>Literals and lengths, with the two that only the fixed code has, and that stand for nothing.</summary>
    public const int LiteralsAndLengths = 288;

    /// <summary>Distances, likewise.</summary>
    public const int Distances = 32;

    /// <summary>The symbol that ends a block.</summary>
    public const int EndOfBlock = 256;

    /// <summary>The longest match.</summary>
    public const int LongestMatch = 258;

    private const int FirstLength = 257;
    private const int LastLength = 285;
    private const int LastDistance = 29;

    /// <summary>0 to 255, the end of the block, lengths.</summary>
    public static uint[] OfLiterals { get; } = MakeLiterals();

    /// <summary>Distances.</summary>
    public static uint[] OfDistances { get; } = MakeDistances();

    /// <summary>Code lengths, and how to repeat them: nothing but their numbers.</summary>
    public static uint[] OfCodeLengths { get; } = [.. Enumerable.Range(0, 19).Select(static symbol => (uint)symbol << 16)];

    /// <summary>The order in which a dynamic block gives the code lengths of code lengths (section 3.2.7).</summary>
    public static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>The fixed code's lengths (section 3.2.6).</summary>
    public static byte[] FixedLiteralLengths { get; } =
        [.. Enumerable.Range(0, LiteralsAndLengths).Select(static symbol => (byte)(symbol is < 144 or > 279 ? 8 : symbol < 256 ? 9 : 7))];

    /// <summary>The fixed code's lengths for distances.</summary>
    public static byte[] FixedDistanceLengths { get; } = [.. Enumerable.Repeat((byte)5, Distances)];

    private static uint[] MakeLiterals()
    {
        uint[] symbols = new uint[LiteralsAndLengths];
        for (uint literal = 0; literal < EndOfBlock; literal++)
        {
            symbols[literal] = InflateTable.Literal | (literal << 16);
        }

        symbols[EndOfBlock] = InflateTable.Exceptional | InflateTable.EndOfBlock;
        uint length = 3;
        for (int symbol = FirstLength; symbol < LastLength; symbol++)
        {
            // Eight lengths without extra bits, then four of each number of them.
            int extra = Math.Max(0, (symbol - 261) / 4);
            symbols[symbol] = (length << 16) | (uint)extra;
            length += 1u << extra;
        }

        symbols[LastLength] = LongestMatch << 16;
        symbols.AsSpan(LastLength + 1).Fill(InflateTable.Exceptional);
        return symbols;
    }

    private static uint[] MakeDistances()
    {
        uint[] symbols = new uint[Distances];
        uint distance = 1;
        for (int symbol = 0; symbol <= LastDistance; symbol++)
        {
            // Four distances without extra bits, then two of each number of them.
            int extra = Math.Max(0, (symbol / 2) - 1);
            symbols[symbol] = (distance << 16) | (uint)extra;
            distance += 1u << extra;
        }

        symbols.AsSpan(LastDistance + 1).Fill(InflateTable.Exceptional);
        return symbols;
    }
}
