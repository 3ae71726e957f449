using System.Runtime.InteropServices;
using System.Text;

namespace HotPath.Testing.Http2;

/// <summary>
/// nghttp2's HPACK, a second opinion: one encoder and one decoder, each with a table of its own. Only where the library is installed.
/// </summary>
public sealed unsafe partial class Nghttp2Hpack : IDisposable
{
    private const string Library = "libnghttp2.so.14";
    private const int FlagFinal = 1;
    private const int FlagEmit = 2;

    private readonly nint _deflater;
    private readonly nint _inflater;

    /// <summary>Opens both.</summary>
    public Nghttp2Hpack()
    {
        if (DeflateNew(out _deflater, 4096) != 0 || InflateNew(out _inflater) != 0)
        {
            throw new InvalidOperationException($"{Library} gave no encoder or decoder");
        }
    }

    /// <summary>Null where the library is there, else what to install.</summary>
    public static string? Missing
    {
        get
        {
            if (!NativeLibrary.TryLoad(Library, out nint handle))
            {
                return $"{Library} is not installed; `apt-get install libnghttp2-14`";
            }

            NativeLibrary.Free(handle);
            return null;
        }
    }

    /// <summary>Tells the encoder what table its peer allows.</summary>
    public void SetEncoderTable(int bytes) => _ = DeflateResize(_deflater, (nuint)bytes);

    /// <summary>Tells the decoder what table it allows.</summary>
    public void SetDecoderTable(int bytes) => _ = InflateResize(_inflater, (nuint)bytes);

    /// <summary>Encodes a block. A name that begins with '!' is a secret; the mark is left out.</summary>
    public byte[] Encode(IReadOnlyList<(string Name, string Value)> fields)
    {
        byte[][] texts = [.. fields.SelectMany(static f => new[] { Latin1(f.Name.TrimStart('!')), Latin1(f.Value) })];
        GCHandle[] pins = [.. texts.Select(static text => GCHandle.Alloc(text, GCHandleType.Pinned))];
        try
        {
            Field[] rows = [.. fields.Select((field, i) => new Field
            {
                Name = pins[2 * i].AddrOfPinnedObject(),
                NameLength = (nuint)texts[2 * i].Length,
                Value = pins[(2 * i) + 1].AddrOfPinnedObject(),
                ValueLength = (nuint)texts[(2 * i) + 1].Length,
                Flags = field.Name.StartsWith('!') ? (byte)1 : (byte)0,
            })];
            var block = new byte[texts.Sum(static text => text.Length) + (fields.Count * 16) + 32];
            fixed (byte* to = block)
            fixed (Field* row = rows)
            {
                nint length = Deflate(_deflater, to, (nuint)block.Length, row, (nuint)rows.Length);
                return length >= 0 ? block[..(int)length] : throw new InvalidOperationException($"nghttp2_hd_deflate_hd: {length}");
            }
        }
        finally
        {
            Array.ForEach(pins, static pin => pin.Free());
        }
    }

    /// <summary>Decodes a block; null if nghttp2 refuses it, after which the decoder is of no more use.</summary>
    public List<(string Name, string Value)>? Decode(ReadOnlySpan<byte> block)
    {
        var fields = new List<(string, string)>();
        int at = 0;
        fixed (byte* from = block)
        {
            while (true)
            {
                nint used = Inflate(_inflater, out Field field, out int flags, from + at, (nuint)(block.Length - at), 1);
                if (used < 0)
                {
                    return null;
                }

                at += (int)used;
                if ((flags & FlagEmit) != 0)
                {
                    fields.Add((Text(field.Name, field.NameLength), Text(field.Value, field.ValueLength)));
                }

                if ((flags & FlagFinal) != 0)
                {
                    _ = InflateEnd(_inflater);
                    return fields;
                }

                if ((flags & FlagEmit) == 0 && at == block.Length)
                {
                    return null;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DeflateDelete(_deflater);
        InflateDelete(_inflater);
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private static string Text(nint at, nuint length) => Encoding.Latin1.GetString(new ReadOnlySpan<byte>((void*)at, (int)length));

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_deflate_new")]
    private static partial int DeflateNew(out nint deflater, nuint tableBytes);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_deflate_change_table_size")]
    private static partial int DeflateResize(nint deflater, nuint tableBytes);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_deflate_hd")]
    private static partial nint Deflate(nint deflater, byte* to, nuint length, Field* fields, nuint count);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_deflate_del")]
    private static partial void DeflateDelete(nint deflater);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_inflate_new")]
    private static partial int InflateNew(out nint inflater);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_inflate_change_table_size")]
    private static partial int InflateResize(nint inflater, nuint tableBytes);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_inflate_hd2")]
    private static partial nint Inflate(nint inflater, out Field field, out int flags, byte* from, nuint length, int isFinal);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_inflate_end_headers")]
    private static partial int InflateEnd(nint inflater);

    [LibraryImport(Library, EntryPoint = "nghttp2_hd_inflate_del")]
    private static partial void InflateDelete(nint inflater);

    /// <summary>nghttp2_nv.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Field
    {
        public nint Name;
        public nint Value;
        public nuint NameLength;
        public nuint ValueLength;
        public byte Flags;
    }
}
