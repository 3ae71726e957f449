using Google.Protobuf.Reflection;

namespace HotPath.Testing.Wire;

/// <summary>Fields that are wrong, or look wrong, in one way each, to be put into an otherwise valid message so that the walk meets them
/// at every depth.</summary>
public static class HostileChunks
{
    private const int Kinds = 17;

    /// <summary>One such field for a message of type <paramref name="type"/>.</summary>
    public static byte[] Next(MessageDescriptor type, Random random)
    {
        var fields = type.Fields.InFieldNumberOrder();
        var number = random.Next(4) == 0 || fields.Count == 0 ? random.Next(1, 40) : fields[random.Next(fields.Count)].FieldNumber;
        var writer = new WireWriter();
        return random.Next(Kinds) switch
        {
            0 => writer.Tag(0, random.Next(8)).Raw(0, 0).ToArray(),
            1 => writer.Varint(((ulong)random.NextInt64() << 32) | ((uint)number << 3) | 2).Varint(0).ToArray(),
            2 => writer.Varint(((uint)number << 3) | 2, random.Next(1, 12)).Varint(0).ToArray(),
            3 => writer.Tag(number, random.Next(6, 8)).Raw(0, 0, 0, 0).ToArray(),
            4 => writer.Tag(number, 4).ToArray(),
            5 => writer.Tag(number, 3).Tag(number + random.Next(2), 4).ToArray(),
            6 => writer.Tag(number, 3).ToArray(),
            7 => writer.Tag(number, 0).Varint(1, random.Next(1, 13)).ToArray(),
            8 => writer.Tag(number, 0).Varint(ulong.MaxValue).ToArray(),
            9 => writer.Tag(number, 2).Varint((ulong)random.NextInt64() >> random.Next(64)).ToArray(),
            10 => writer.Tag(number, 2).Varint(((ulong)random.Next() << 32) | (uint)random.Next(4)).Raw(0x08, 0x01, 0x08).ToArray(),
            11 => writer.Tag(number, 2).Varint(uint.MaxValue - (uint)random.Next(20)).ToArray(),
            12 => writer.Tag(number, 2).Varint(int.MaxValue - (uint)random.Next(2000)).ToArray(),
            13 => writer.Field(number, Bytes(random)).ToArray(),
            14 => writer.Field(Id(type)?.FieldNumber ?? number, new byte[random.Next(18)]).ToArray(),
            15 => Nested(writer, number, random, group: false),
            _ => Nested(writer, number, random, group: true),
        };
    }

    private static FieldDescriptor? Id(MessageDescriptor type) =>
        type.Fields.InFieldNumberOrder().FirstOrDefault(field => StrictOracle.IdLength(field) is not null);

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(1, 70)];
        if (random.Next(2) == 0)
        {
            random.NextBytes(bytes);
        }
        else
        {
            // Text with one byte that may spoil it, anywhere.
            bytes.AsSpan().Fill((byte)'a');
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    /// <summary>About as deep as the limit allows, on either side of it. Field 1 of most OTLP messages is a message or a string; 6 and 5
    /// nest AnyValues.</summary>
    private static byte[] Nested(WireWriter writer, int number, Random random, bool group)
    {
        var levels = random.Next(85, 105);
        if (group)
        {
            for (var i = 0; i < levels; i++)
            {
                writer.Tag(number, 3);
            }

            for (var i = 0; i < levels; i++)
            {
                writer.Tag(number, 4);
            }

            return writer.ToArray();
        }

        // AnyValue{ array_value: ArrayValue{ values: AnyValue{ … } } } where the field is an AnyValue, opaque bytes elsewhere.
        byte[] content = [];
        for (var i = 0; i < levels; i++)
        {
            content = new WireWriter().Field(i % 2 == 0 ? 5 : 1, content).ToArray();
        }

        return writer.Field(number, content).ToArray();
    }
}
