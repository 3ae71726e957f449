using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Json;

/// <summary>
/// The fields of one message type by their names, of which each has one or two. A name is hashed by its length and its first eight bytes,
/// without collisions, and compared as a whole in one wide load. Immutable.
/// </summary>
internal sealed unsafe class FieldNames
{
    private const int SlotBits = 8;

    // Any odd number to begin with, and to go on with until one has no collisions.
    private const ulong FirstFactor = 0x9E3779B97F4A7C15;
    private const ulong NextFactor = 0xD1342543DE82EF95;

    private readonly ulong _factor = FirstFactor;
    private readonly byte[] _slots = new byte[1 << SlotBits];
    private readonly Vector256<byte>[] _names;
    private readonly JsonField[] _fields;

    /// <summary>Makes the table.</summary>
    /// <exception cref="ArgumentException">A name is empty or longer than <see cref="JsonSchema.LongestName"/>.</exception>
    internal FieldNames(JsonField[] fields)
    {
        Fields = fields;
        (byte[] Name, JsonField Field)[] all =
        [
            .. fields.Select(field => (field.CamelName, field)),
            .. fields.Where(field => !field.SnakeName.AsSpan().SequenceEqual(field.CamelName)).Select(field => (field.SnakeName, field)),
        ];
        if (all.Any(entry => entry.Name.Length is 0 or > JsonSchema.LongestName))
        {
            throw new ArgumentException($"A field's name has 1 to {JsonSchema.LongestName} bytes.", nameof(fields));
        }

        _names = [.. all.Select(entry => Padded(entry.Name))];
        _fields = [.. all.Select(entry => entry.Field)];
        while (!TryFill([.. all.Select(entry => entry.Name)]))
        {
            _factor *= NextFactor;
        }
    }

    /// <summary>The fields, in the schema's order.</summary>
    internal JsonField[] Fields { get; }

    /// <summary>The field of a name; null if there is none.</summary>
    /// <param name="name">The name, without escapes.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="readable">How far wide loads may go.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal JsonField? Find(byte* name, int length, byte* readable)
    {
        if (!Vector256.IsHardwareAccelerated || readable - name < StringScan.Width)
        {
            return FindPlain(new ReadOnlySpan<byte>(name, length));
        }

        var slot = _slots[Slot(*(ulong*)name, length)];
        if (slot == 0)
        {
            return null;
        }

        var isName = Vector256.Load(name) & Vector256.LessThan(Vector256<byte>.Indices, Vector256.Create((byte)length));
        return isName == _names[slot - 1] && length <= JsonSchema.LongestName ? _fields[slot - 1] : null;
    }

    /// <summary>The same, name by name.</summary>
    internal JsonField? FindPlain(ReadOnlySpan<byte> name)
    {
        foreach (var field in Fields)
        {
            if (name.SequenceEqual(field.CamelName) || name.SequenceEqual(field.SnakeName))
            {
                return field;
            }
        }

        return null;
    }

    private static Vector256<byte> Padded(byte[] name)
    {
        var padded = new byte[StringScan.Width];
        name.CopyTo(padded, 0);
        return Vector256.Create(padded);
    }

    private bool TryFill(byte[][] names)
    {
        Array.Clear(_slots);
        for (var i = 0; i < names.Length; i++)
        {
            var padded = new byte[StringScan.Width];
            names[i].CopyTo(padded, 0);
            ref var slot = ref _slots[Slot(BinaryPrimitives.ReadUInt64LittleEndian(padded), names[i].Length)];
            if (slot != 0)
            {
                return false;
            }

            slot = (byte)(i + 1);
        }

        return true;
    }

    /// <summary>Where a name may be.</summary>
    /// <param name="first">Its first eight bytes; what is behind a shorter name does not matter.</param>
    /// <param name="length">How many bytes it has.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Slot(ulong first, int length)
    {
        // A shift takes its count modulo 64, which is right for an empty name: no entry of the table equals that one.
        var own = length >= sizeof(ulong) ? first : first << (8 * (sizeof(ulong) - length));
        return (int)(((own ^ (ulong)length) * _factor) >> (64 - SlotBits));
    }
}
