namespace HotPath.Fuzz.Running;

/// <summary>
/// A parser, and what must hold of it for any bytes. One thread at a time. Whatever <see cref="Run"/> throws is a failure; the same bytes
/// must always have the same end, whatever ran before.
/// </summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>What it is called on the command line, and its folder of kept inputs.</summary>
    string Name { get; }

    /// <summary>Inputs to begin with: good ones, of every kind.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Pieces that mean something to the parser; none of them empty.</summary>
    IReadOnlyList<byte[]> Tokens { get; }

    /// <summary>
    /// Reads the input, which ends where the next page is closed, and throws if something that must hold does not.
    /// </summary>
    /// <returns>What kind of end it had: an input whose kind is new is kept, and mutated further.</returns>
    int Run(ReadOnlySpan<byte> input);

    /// <summary>
    /// Puts in order what keeps a mutated input from getting past a first check, such as a checksum. The runner asks for every other input.
    /// </summary>
    byte[] Mend(byte[] input) => input;
}
