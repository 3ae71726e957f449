using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace HotPath.Core.Index;

/// <summary>
/// A value from the configuration, encoded once into memory that does not move. It must live as long as what its value was set on.
/// </summary>
public sealed unsafe class ConstantValue
{
    private readonly byte[] _content;
    private readonly int _length;
    private readonly ValueKind _kind;

    /// <summary>Makes a value of a kind from its content, laid out as <see cref="WireValue"/> draws it.</summary>
    public ConstantValue(ValueKind kind, ReadOnlySpan<byte> content)
    {
        _content = GC.AllocateArray<byte>(Math.Max(1, content.Length), pinned: true);
        content.CopyTo(_content);
        _length = content.Length;
        _kind = kind;
    }

    /// <summary>The value.</summary>
    public WireValue Value => new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_content)), _length, _kind);

    /// <summary>A string.</summary>
    public static ConstantValue Text(string text) => new(ValueKind.Text, Encoding.UTF8.GetBytes(text));

    /// <summary>An integer.</summary>
    public static ConstantValue Int(long number)
    {
        Span<byte> bytes = stackalloc byte[WireSize.MaxVarint];
        return new ConstantValue(ValueKind.Int, bytes[..WireSize.WriteVarint(bytes, (ulong)number)]);
    }

    /// <summary>A floating-point number.</summary>
    public static ConstantValue Double(double number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
        return new ConstantValue(ValueKind.Double, bytes);
    }

    /// <summary>A flag.</summary>
    public static ConstantValue Bool(bool flag) => new(ValueKind.Bool, [flag ? (byte)1 : (byte)0]);

    /// <summary>Bytes.</summary>
    public static ConstantValue Bytes(ReadOnlySpan<byte> bytes) => new(ValueKind.Bytes, bytes);
}
