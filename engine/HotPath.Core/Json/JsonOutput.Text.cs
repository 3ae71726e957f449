using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Json;

/// <summary>Strings: copied 32 bytes at a time, and looked at on the way.</summary>
internal ref partial struct JsonOutput
{
    // \u00XX
    private const int LongestEscape = 6;

    /// <summary>Writes a string; its bytes are UTF-8.</summary>
    internal void Text(ReadOnlySpan<byte> text)
    {
        Room(StringScan.Width + 2);
        Separate();
        _piece[_at++] = (byte)'"';
        while (text.Length >= StringScan.Width)
        {
            Room(StringScan.Width);
            var wide = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(text));
            wide.StoreUnsafe(ref MemoryMarshal.GetReference(_piece), (nuint)_at);
            var stops = StringScan.Stops(wide);
            var plain = stops == 0 ? StringScan.Width : BitOperations.TrailingZeroCount(stops);
            _at += plain;
            if (stops != 0)
            {
                Escape(text[plain++]);
            }

            text = text[plain..];
        }

        if (!text.IsEmpty)
        {
            Rest(text);
        }

        Room(1);
        _piece[_at++] = (byte)'"';
    }

    /// <summary>Writes less than 32 bytes: two loads that meet or overlap reach all of them, and nothing outside.</summary>
    private void Rest(ReadOnlySpan<byte> text)
    {
        Room(StringScan.Width);
        ref var from = ref MemoryMarshal.GetReference(text);
        ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(_piece), _at);
        var length = (nuint)text.Length;
        if (length >= 16)
        {
            var first = Vector128.LoadUnsafe(ref from);
            var last = Vector128.LoadUnsafe(ref from, length - 16);
            first.StoreUnsafe(ref to);
            last.StoreUnsafe(ref to, length - 16);
            Finish(text, Vector256.Create(first, last));
        }
        else if (length >= sizeof(ulong))
        {
            var first = Unsafe.ReadUnaligned<ulong>(ref from);
            var last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, length - sizeof(ulong)));
            Unsafe.WriteUnaligned(ref to, first);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, length - sizeof(ulong)), last);
            var both = Vector128.Create(first, last).AsByte();
            Finish(text, Vector256.Create(both, both));
        }
        else
        {
            Letters(text);
        }
    }

    /// <summary>Takes what was copied, if none of it needs an escape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(ReadOnlySpan<byte> text, Vector256<byte> letters)
    {
        if (StringScan.Stops(letters) == 0)
        {
            _at += text.Length;
        }
        else
        {
            Letters(text);
        }
    }

    private void Letters(ReadOnlySpan<byte> text)
    {
        foreach (var letter in text)
        {
            if (letter is (byte)'"' or (byte)'\\' or < (byte)' ')
            {
                Escape(letter);
            }
            else
            {
                Room(1);
                _piece[_at++] = letter;
            }
        }
    }

    private void Escape(byte letter)
    {
        Room(LongestEscape);
        switch (letter)
        {
            case (byte)'"':
                Raw("\\\""u8);
                break;
            case (byte)'\\':
                Raw("\\\\"u8);
                break;
            case (byte)'\n':
                Raw("\\n"u8);
                break;
            case (byte)'\r':
                Raw("\\r"u8);
                break;
            case (byte)'\t':
                Raw("\\t"u8);
                break;
            default:
                Raw("\\u00"u8);
                _piece[_at++] = (byte)('0' + (letter >> 4));
                _piece[_at++] = (byte)"0123456789abcdef"[letter & 0xF];
                break;
        }
    }
}
