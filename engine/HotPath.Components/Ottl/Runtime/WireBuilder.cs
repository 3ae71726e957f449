using System.Buffers;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>
/// Room to put texts, lists and maps together whose length is not known before, without an object for each part. Used as a stack: take a
/// <see cref="Mark"/>, append, and end with one of the Take members, which copy to the request's scratch, or with <see cref="Rewind"/>;
/// what a
/// call in between appends and takes lies above. Pooled memory; one thread at a time.
/// </summary>
internal sealed class WireBuilder : IBufferWriter<byte>
{
    private const byte KeyTag = 0x0A;
    private const byte ValueTag = 0x12;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);

    /// <summary>Where the next byte goes.</summary>
    public int Mark { get; private set; }

    /// <summary>What was appended since a mark.</summary>
    public ReadOnlySpan<byte> Since(int mark) => _bytes.AsSpan(mark, Mark - mark);

    /// <summary>Forgets what was appended since a mark.</summary>
    public void Rewind(int mark) => Mark = mark;

    /// <summary>Appends bytes, wherever they lie, this builder included.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - Mark < bytes.Length && bytes.Overlaps(_bytes))
        {
            byte[] old = _bytes;
            _bytes = ArrayPool<byte>.Shared.Rent(2 * (Mark + bytes.Length));
            old.AsSpan(0, Mark).CopyTo(_bytes);
            bytes.CopyTo(_bytes.AsSpan(Mark));
            Mark += bytes.Length;
            ArrayPool<byte>.Shared.Return(old);
            return;
        }

        bytes.CopyTo(GetSpan(bytes.Length));
        Mark += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void Append(byte one)
    {
        GetSpan(1)[0] = one;
        Mark++;
    }

    /// <summary>Appends a field below number 16 and its content.</summary>
    public void AppendField(byte tag, ReadOnlySpan<byte> content)
    {
        Mark += WireSize.WritePrefix(GetSpan(1 + WireSize.MaxVarint), tag, content.Length);
        Append(content);
    }

    /// <summary>Appends an AnyValue's field.</summary>
    public void AppendValue(in WireValue value) => Mark += WireSize.WriteAnyValue(GetSpan(WireSize.OfAnyValue(value)), value);

    /// <summary>Appends an element of a list.</summary>
    public void AppendElement(in WireValue value) => Mark += WireSize.WriteElement(GetSpan(WireSize.OfElement(value)), value);

    /// <summary>Appends a pair of a map.</summary>
    public void AppendPair(ReadOnlySpan<byte> key, in WireValue value) =>
        Mark += WireSize.WritePair(GetSpan(WireSize.OfPair(key.Length, value)), key, value);

    /// <summary>Appends a pair of a map whose value is a text.</summary>
    public void AppendPair(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        int pair = Begin(KeyTag);
        AppendField(KeyTag, key);
        int value = Begin(ValueTag);
        AppendField(((int)ValueKind.Text << 3) | 2, text);
        End(value);
        End(pair);
    }

    /// <summary>Begins a field whose length is not known yet; returns what <see cref="End"/> needs. Fields nest.</summary>
    public int Begin(byte tag)
    {
        Span<byte> place = GetSpan(2);
        place[0] = tag;
        Mark += 2;
        return Mark;
    }

    /// <summary>Ends a field: its length is put before it, and the content moves if that takes more than a byte.</summary>
    public void End(int start)
    {
        int length = Mark - start;
        int more = WireSize.OfVarint((uint)length) - 1;
        if (more > 0)
        {
            GetSpan(more);
            _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(start + more));
            Mark += more;
        }

        WireSize.WriteVarint(_bytes.AsSpan(start - 1), (uint)length);
    }

    /// <summary>Puts so many bytes of one value in, at a place; what stands behind it moves.</summary>
    public void Insert(int at, int count, byte fill)
    {
        GetSpan(count);
        _bytes.AsSpan(at, Mark - at).CopyTo(_bytes.AsSpan(at + count));
        _bytes.AsSpan(at, count).Fill(fill);
        Mark += count;
    }

    /// <summary>Puts bytes in the place of fewer ones; what stands behind them moves.</summary>
    public void Replace(int at, int length, ReadOnlySpan<byte> bytes)
    {
        Insert(at, bytes.Length - length, 0);
        bytes.CopyTo(_bytes.AsSpan(at));
    }

    /// <summary>
    /// Of pairs with equal keys since a mark, keeps the last only, as a map of the Collector's that is filled key by key.
    /// </summary>
    public void KeepLastPairs(int mark) => Mark = mark + LastPairs.Keep(_bytes.AsSpan(mark, Mark - mark));

    /// <summary>What was appended since a mark as a text in scratch.</summary>
    public OttlValue TakeText(OttlContext context, int mark) => Take(context, mark, ValueKind.Text);

    /// <summary>The pairs since a mark as a map in scratch.</summary>
    public OttlValue TakeMap(OttlContext context, int mark) => Take(context, mark, ValueKind.Map);

    /// <summary>The elements since a mark as a list in scratch.</summary>
    public OttlValue TakeList(OttlContext context, int mark) => Take(context, mark, ValueKind.Array);

    /// <inheritdoc/>
    public void Advance(int count) => Mark += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _bytes.AsMemory(Mark);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        int needed = Mark + Math.Max(1, sizeHint);
        if (needed > _bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _bytes.Length));
            _bytes.AsSpan(0, Mark).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Mark);
    }

    /// <summary>Forgets everything, and gives up a large buffer.</summary>
    public void Trim()
    {
        Mark = 0;
        if (_bytes.Length > TextBuffers.KeptChars)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(1024);
        }
    }

    private OttlValue Take(OttlContext context, int mark, ValueKind kind)
    {
        OttlValue taken = OttlValue.From(context.Request.Content(kind, Since(mark)));
        Mark = mark;
        return taken;
    }
}
