namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>
/// A span's trace state, read where it lies: what the member <c>ot</c> says of sampling, and all the rest to be written again. As much of a
/// broken one as could be read is kept (collector-contrib, pkg/sampling).
/// <code>
///   ot=rv:c0b21de582bf88;th:c;zz:1,vendor=x        written again: rv, th, other members of ot, other members
/// </code>
/// </summary>
internal ref struct TraceState
{
    private const int LongestAdded = 64;
    private const int MaxOtBytes = 256;

    private ReadOnlySpan<byte> _members;
    private ReadOnlySpan<byte> _ot;
    private ReadOnlySpan<byte> _randomness;
    private ReadOnlySpan<byte> _threshold;

    /// <summary>The longest that <see cref="Write"/> writes.</summary>
    public const int LongestWritten = TraceStateSyntax.MaxBytes + LongestAdded;

    /// <summary>What it says of sampling.</summary>
    public ArrivingSampling Sampling;

    /// <summary>Reads one; an empty one says nothing.</summary>
    public static TraceState Read(ReadOnlySpan<byte> text)
    {
        var state = default(TraceState);
        if (text.Length > TraceStateSyntax.MaxBytes || !TraceStateSyntax.IsTraceState(text))
        {
            state.Sampling.IsBroken = true;
            return state;
        }

        ReadOnlySpan<byte> rest = text;
        state._members = text;
        for (int members = 1; !rest.IsEmpty; members++)
        {
            if (members >= TraceStateSyntax.MaxMembers)
            {
                state._members = text[..^rest.Length];
                state.Sampling.IsBroken = true;
                break;
            }

            TraceStateSyntax.Next(ref rest, (byte)',', out ReadOnlySpan<byte> member);
            member = TraceStateSyntax.Trimmed(member);
            ReadOnlySpan<byte> key = KeyOf(member, (byte)'=');
            state.Sampling.IsBroken |= !TraceStateSyntax.HasKeyLength(key);
            if (key.SequenceEqual("ot"u8))
            {
                state.ReadOt(member[3..]);
            }
        }

        return state;
    }

    /// <summary>
    /// Writes it again, under new randomness and a new threshold.
    /// </summary>
    /// <param name="to">At least <see cref="LongestWritten"/> bytes.</param>
    /// <param name="decision">Whether randomness is written; else it stays as it came.</param>
    /// <returns>Bytes written.</returns>
    public readonly int Write(Span<byte> to, in SamplingDecision decision)
    {
        int at = 0;
        Span<byte> digits = stackalloc byte[SamplingMath.HexDigits];
        scoped ReadOnlySpan<byte> randomness = _randomness;
        if (decision.WritesRandomness)
        {
            SamplingMath.WriteRandomness(digits, decision.Randomness);
            randomness = digits;
        }

        Span<byte> newThreshold = stackalloc byte[SamplingMath.HexDigits];
        scoped ReadOnlySpan<byte> threshold = _threshold;
        if (!decision.KeepsThreshold(Sampling))
        {
            threshold = newThreshold[..SamplingMath.WriteThreshold(newThreshold, decision.Threshold)];
        }

        WriteOt(to, ref at, "rv"u8, randomness, isThere: !randomness.IsEmpty);
        WriteOt(to, ref at, "th"u8, threshold, isThere: !threshold.IsEmpty);
        ReadOnlySpan<byte> rest = _ot;
        while (TraceStateSyntax.Next(ref rest, (byte)';', out ReadOnlySpan<byte> member))
        {
            ReadOnlySpan<byte> key = KeyOf(member, (byte)':');
            WriteOt(to, ref at, key, member[(key.Length + 1)..], isThere: !IsSampling(key));
        }

        rest = _members;
        while (TraceStateSyntax.Next(ref rest, (byte)',', out ReadOnlySpan<byte> member))
        {
            member = TraceStateSyntax.Trimmed(member);
            ReadOnlySpan<byte> key = KeyOf(member, (byte)'=');
            if (!member.IsEmpty && !key.SequenceEqual("ot"u8) && TraceStateSyntax.HasKeyLength(key))
            {
                Append(to, ref at, at == 0 ? default : ","u8);
                Append(to, ref at, member);
            }
        }

        return at;
    }

    /// <summary>Of two members <c>ot</c> the last one counts, as a whole; of two members in it, the last one.</summary>
    private void ReadOt(ReadOnlySpan<byte> text)
    {
        bool isBroken = Sampling.IsBroken;
        Sampling = default;
        _randomness = default;
        _threshold = default;
        _ot = default;
        if (text.Length > MaxOtBytes || !TraceStateSyntax.IsOt(text))
        {
            Sampling.IsBroken = true;
            return;
        }

        _ot = text;
        while (TraceStateSyntax.Next(ref text, (byte)';', out ReadOnlySpan<byte> member))
        {
            ReadOnlySpan<byte> value = member[(member.IndexOf((byte)':') + 1)..];
            if (member.StartsWith("rv:"u8))
            {
                Sampling.HasRandomness = SamplingMath.TryReadRandomness(value, out Sampling.Randomness);
                _randomness = Sampling.HasRandomness ? value : default;
                isBroken |= !Sampling.HasRandomness;
            }
            else if (member.StartsWith("th:"u8))
            {
                Sampling.HasThreshold = SamplingMath.TryReadThreshold(value, out Sampling.Threshold);
                _threshold = Sampling.HasThreshold ? value : default;
                isBroken |= !Sampling.HasThreshold;
            }
        }

        Sampling.IsBroken = isBroken;
    }

    private static bool IsSampling(ReadOnlySpan<byte> key) => key.SequenceEqual("rv"u8) || key.SequenceEqual("th"u8);

    private static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> member, byte equality)
    {
        int end = member.IndexOf(equality);
        return end < 0 ? default : member[..end];
    }

    private static void WriteOt(Span<byte> to, ref int at, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value, bool isThere)
    {
        if (isThere)
        {
            Append(to, ref at, at == 0 ? "ot="u8 : ";"u8);
            Append(to, ref at, key);
            Append(to, ref at, ":"u8);
            Append(to, ref at, value);
        }
    }

    private static void Append(Span<byte> to, ref int at, scoped ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(to[at..]);
        at += piece.Length;
    }
}
