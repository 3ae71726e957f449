using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Testing.Wire;

/// <summary>
/// Encodes a message in ways that are valid but that no sane encoder would choose, all of which a gateway must pass on unharmed: fields
/// in any order, singular messages in several pieces (which merge), scalars more than once (the last wins), another member of a oneof
/// before the real one, repeated scalars packed, unpacked or both, tags and lengths as overlong varints,
/// unknown fields and groups in between. With <paramref name="hostility"/> above 0, that many in ten thousand messages also get a chunk
/// from <see cref="HostileChunks"/>. With <paramref name="keepsNested"/>, what lies inside an attribute's value comes in one piece: the
/// gateway reads lists and maps in there as their last piece, and says so (docs/differences.md).
/// </summary>
public sealed class OddEncoder(Random random, int hostility = 0, bool keepsNested = false)
{
    private int _values;

    private const int NumberBehindAllKnown = 1000;

    /// <summary>The message's bytes. Parsing them gives the message again, with unknown fields added and now and then more in a
    /// oneof.</summary>
    public byte[] Encode(IMessage message)
    {
        var writer = new WireWriter();
        foreach (var chunk in Chunks(message))
        {
            writer.Raw(chunk);
        }

        return writer.ToArray();
    }

    /// <summary>The message as whole fields in an order that keeps each field's own occurrences, and each oneof's, in sequence.</summary>
    private List<byte[]> Chunks(IMessage message)
    {
        var queues = new List<Queue<byte[]>>();
        _values += message is AnyValue ? 1 : 0;
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            var queue = new Queue<byte[]>(field.IsRepeated ? Repeated(message, field) : Singular(message, field));
            if (queue.Count > 0)
            {
                queues.Add(queue);
            }
        }

        _values -= message is AnyValue ? 1 : 0;
        if (random.Next(6) == 0)
        {
            queues.Add(new Queue<byte[]>(Enumerable.Range(0, random.Next(1, 3)).Select(_ => Unknown(0))));
        }

        if (random.Next(10_000) < hostility)
        {
            queues.Add(new Queue<byte[]>([HostileChunks.Next(message.Descriptor, random)]));
        }

        var chunks = new List<byte[]>();
        var inOrder = random.Next(3) != 0;
        while (queues.Count > 0)
        {
            var queue = queues[inOrder ? 0 : random.Next(queues.Count)];
            chunks.Add(queue.Dequeue());
            if (queue.Count == 0)
            {
                queues.Remove(queue);
            }
        }

        return chunks;
    }

    private IEnumerable<byte[]> Singular(IMessage message, FieldDescriptor field)
    {
        var value = field.Accessor.GetValue(message);
        var isSet = field.HasPresence
            ? field.Accessor.HasValue(message)
            : !Equals(value, field.Accessor.GetValue(Empty(message.Descriptor)));
        if (!isSet)
        {
            yield break;
        }

        // The top of a value may be in pieces: its own fields, not those of what lies in it.
        var isWhole = keepsNested && _values > (message is AnyValue ? 1 : 0);
        if (field.RealContainingOneof is { } oneof && random.Next(6) == 0 && !isWhole)
        {
            yield return Overridden(oneof.Fields[random.Next(oneof.Fields.Count)]);
        }

        if (field.FieldType != FieldType.Message)
        {
            if (random.Next(12) == 0)
            {
                yield return Scalar(message, field, value);
            }

            yield return Scalar(message, field, value);
            yield break;
        }

        var chunks = Chunks((IMessage)value);
        var cut = random.Next(8) == 0 && !isWhole ? random.Next(chunks.Count + 1) : chunks.Count;
        yield return Delimited(field.FieldNumber, [.. chunks.Take(cut).SelectMany(chunk => chunk)]);
        if (cut < chunks.Count)
        {
            yield return Delimited(field.FieldNumber, [.. chunks.Skip(cut).SelectMany(chunk => chunk)]);
        }
    }

    /// <summary>A oneof's member that stands before the real one, whichever that is, and so counts for nothing; unless it is the same
    /// message, which merges.</summary>
    private byte[] Overridden(FieldDescriptor member)
    {
        var holder = Empty(member.ContainingType);
        member.Accessor.SetValue(holder, new RandomMessages(random, 2).Value(member, 4));
        return Encode(holder);
    }

    private IEnumerable<byte[]> Repeated(IMessage message, FieldDescriptor field)
    {
        var list = (IList)field.Accessor.GetValue(message);
        if (field.FieldType == FieldType.Message)
        {
            return list.Cast<IMessage>().Select(element => Delimited(field.FieldNumber, Encode(element)));
        }

        if (field.FieldType is FieldType.String)
        {
            return list.Cast<string>().Select(text => Delimited(field.FieldNumber, System.Text.Encoding.UTF8.GetBytes(text)));
        }

        return list.Cast<object>().Select(value => RepeatedScalar(field, value));
    }

    private byte[] RepeatedScalar(FieldDescriptor field, object value)
    {
        var writer = new WireWriter();
        var isFixed = field.FieldType is FieldType.Double or FieldType.Fixed64;
        var content = isFixed
            ? BitConverter.GetBytes(value is double real ? BitConverter.DoubleToUInt64Bits(real) : (ulong)value)
            : new WireWriter().Varint((ulong)value, random.Next(1, 11)).ToArray();
        return random.Next(2) == 0
            ? Delimited(field.FieldNumber, content)
            : writer.Tag(field.FieldNumber, isFixed ? 1 : 0).Raw(content).ToArray();
    }

    /// <summary>A scalar field as Google.Protobuf writes it: the only field of an otherwise empty message.</summary>
    private static byte[] Scalar(IMessage message, FieldDescriptor field, object value)
    {
        var only = Empty(message.Descriptor);
        field.Accessor.SetValue(only, value);
        return only.ToByteArray();
    }

    private byte[] Delimited(int number, byte[] content) =>
        new WireWriter().Field(number, content, Odd(5), Odd(10)).ToArray();

    private int Odd(int most) => random.Next(20) == 0 ? random.Next(1, most + 1) : 1;

    private byte[] Unknown(int depth)
    {
        var number = random.Next(3) == 0 ? (1 << 29) - 1 : NumberBehindAllKnown + random.Next(5);
        var writer = new WireWriter();
        switch (random.Next(depth < 5 ? 5 : 4))
        {
            case 0:
                return writer.Tag(number, 0).Varint((ulong)random.NextInt64() >> random.Next(63), random.Next(1, 11)).ToArray();
            case 1:
                return writer.Tag(number, 1).Raw(BitConverter.GetBytes(random.NextInt64())).ToArray();
            case 2:
                return writer.Tag(number, 5).Raw(BitConverter.GetBytes(random.Next())).ToArray();
            case 3:
                var opaque = new byte[random.Next(12)];
                random.NextBytes(opaque);
                return Delimited(number, opaque);
            default:
                writer.Tag(number, 3);
                for (var left = random.Next(3); left > 0; left--)
                {
                    writer.Raw(Unknown(depth + 1));
                }

                return writer.Tag(number, 4).ToArray();
        }
    }

    private static IMessage Empty(MessageDescriptor type) => type.Parser.ParseFrom(ByteString.Empty);
}
