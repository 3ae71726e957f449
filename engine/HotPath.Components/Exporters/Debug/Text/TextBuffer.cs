using System.Buffers;
using System.Globalization;
using System.Text;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>
/// Text in the making, in UTF-8, since that is what OTLP carries. Each method appends and returns the buffer. It never holds more than
/// <see cref="MaxBytes"/>: what would pass that is left out, and the text then says so at its end.
/// </summary>
internal sealed class TextBuffer : IBufferWriter<byte>
{
    /// <summary>
    /// The longest text of one log entry, in bytes. Entries end at an item long before, so only an item larger than that is ever cut.
    /// </summary>
    public const int MaxBytes = 4 << 20;

    private const int DiscardBytes = 4 << 10;
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private byte[]? _discard;

    /// <summary>Bytes so far.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>True if something was left out.</summary>
    public bool IsCut => _discard is not null;

    public TextBuffer Add(ReadOnlySpan<byte> utf8)
    {
        while (utf8.Length > 0 && !IsCut)
        {
            Span<byte> room = GetSpan(Math.Min(utf8.Length, DiscardBytes));
            int part = Math.Min(room.Length, utf8.Length);
            utf8[..part].CopyTo(room);
            Advance(part);
            utf8 = utf8[part..];
        }

        return this;
    }

    public TextBuffer Add(long number) => AddFormatted(number);

    public TextBuffer Add(ulong number) => AddFormatted(number);

    public TextBuffer Add(bool flag) => Add(flag ? "true"u8 : "false"u8);

    /// <summary>Go's <c>%f</c>: six decimals, however many digits stand before them.</summary>
    public TextBuffer AddFixed(double number)
    {
        if (double.IsInfinity(number))
        {
            return Add(number > 0 ? "+Inf"u8 : "-Inf"u8);
        }

        return double.IsNaN(number) ? Add("NaN"u8) : Add(Encoding.UTF8.GetBytes(number.ToString("F6", CultureInfo.InvariantCulture)));
    }

    /// <summary>An id as lower-case hex; nothing for an absent one or one of zeros only.</summary>
    public TextBuffer AddId(ReadOnlySpan<byte> id)
    {
        if (id.ContainsAnyExcept((byte)0))
        {
            Span<byte> room = GetSpan(id.Length * 2);
            Convert.TryToHexStringLower(id, room, out int written);
            Advance(written);
        }

        return this;
    }

    /// <summary>Ends the line.</summary>
    public TextBuffer EndLine() => Add("\n"u8);

    /// <summary>Says that something was left out, though it would have had room.</summary>
    public void MarkCut() => _discard ??= new byte[DiscardBytes];

    /// <summary>Takes the text out.</summary>
    public string Take()
    {
        string text = Encoding.UTF8.GetString(_bytes.WrittenSpan);
        string note = IsCut ? $"\n… (cut: the text of this item is longer than {MaxBytes} bytes)\n" : "";
        _bytes.ResetWrittenCount();
        _discard = null;
        return text + note;
    }

    /// <summary>Forgets the text.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _discard = null;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        if (!IsCut)
        {
            _bytes.Advance(count);
        }
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (!IsCut && _bytes.WrittenCount + Math.Max(sizeHint, 1) <= MaxBytes)
        {
            Span<byte> room = _bytes.GetSpan(sizeHint);
            return room[..Math.Min(room.Length, MaxBytes - _bytes.WrittenCount)];
        }

        _discard ??= new byte[Math.Max(sizeHint, DiscardBytes)];
        return _discard.Length >= sizeHint ? _discard : new byte[sizeHint];
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException("Nothing here writes across an await.");

    private TextBuffer AddFormatted<T>(T number)
        where T : IUtf8SpanFormattable
    {
        number.TryFormat(GetSpan(32), out int written, default, CultureInfo.InvariantCulture);
        Advance(written);
        return this;
    }
}
