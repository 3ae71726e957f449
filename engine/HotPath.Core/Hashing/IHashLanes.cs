namespace HotPath.Core.Hashing;

/// <summary>32-bit words side by side, one for each message that is hashed: what SHA-256 does with words, at one width.</summary>
/// <typeparam name="T">The words: one <see cref="uint"/>, or a vector.</typeparam>
internal unsafe interface IHashLanes<T>
    where T : unmanaged
{
    /// <summary>How many messages go side by side.</summary>
    static abstract int Count { get; }

    static abstract T All(uint word);

    static abstract T Add(T left, T right);

    /// <summary>Σ0 of FIPS 180-4: rotated by 2, 13 and 22.</summary>
    static abstract T BigSigma0(T word);

    /// <summary>Σ1: rotated by 6, 11 and 25.</summary>
    static abstract T BigSigma1(T word);

    /// <summary>σ0: rotated by 7 and 18, shifted by 3.</summary>
    static abstract T SmallSigma0(T word);

    /// <summary>σ1: rotated by 17 and 19, shifted by 10.</summary>
    static abstract T SmallSigma1(T word);

    /// <summary>The bits of <paramref name="yes"/> where <paramref name="choice"/> is set, else of <paramref name="no"/>.</summary>
    static abstract T Choose(T choice, T yes, T no);

    /// <summary>What at least two agree on.</summary>
    static abstract T Majority(T first, T second, T third);

    /// <summary>Words in memory, with their bytes turned round.</summary>
    static abstract T Turned(T words);
}
