using System.Buffers.Binary;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Reads repeated numbers, packed into one length-delimited value or each in a field of its own: protobuf allows both.</summary>
internal static class Packed
{
    /// <summary>More buckets than this are not shown; SDKs make a few hundred at most.</summary>
    public const int MaxNumbers = 1 << 16;

    /// <summary>Repeated fixed64 or double, as bits.</summary>
    public static List<ulong> Fixed64(ReadOnlySpan<byte> message, int field)
    {
        List<ulong> numbers = [];
        ProtoReader reader = new(message);
        while (reader.Next() && numbers.Count < MaxNumbers)
        {
            if (reader.Field != field)
            {
                continue;
            }

            if (!reader.IsBytes)
            {
                numbers.Add(reader.Number);
            }

            for (ReadOnlySpan<byte> rest = reader.Bytes; rest.Length >= 8 && numbers.Count < MaxNumbers; rest = rest[8..])
            {
                numbers.Add(BinaryPrimitives.ReadUInt64LittleEndian(rest));
            }
        }

        return numbers;
    }

    /// <summary>Repeated uint64.</summary>
    public static List<ulong> Varints(ReadOnlySpan<byte> message, int field)
    {
        List<ulong> numbers = [];
        ProtoReader reader = new(message);
        while (reader.Next() && numbers.Count < MaxNumbers)
        {
            if (reader.Field != field)
            {
                continue;
            }

            if (!reader.IsBytes)
            {
                numbers.Add(reader.Number);
            }

            ProtoReader packed = new(reader.Bytes);
            while (numbers.Count < MaxNumbers && packed.TryVarint(out ulong number))
            {
                numbers.Add(number);
            }
        }

        return numbers;
    }

    /// <summary>A sint32: 0, −1, 1, −2, … are written as 0, 1, 2, 3, …</summary>
    public static int ZigZag(ulong number) => (int)(uint)(number >> 1) ^ -(int)(number & 1);
}
