using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace HotPath.Fuzz.Running;

/// <summary>
/// Makes inputs out of others: flipped bits, telling bytes, cut and doubled ranges, lengths made wrong, numbers made large, the target's
/// own
/// tokens, and parts of other inputs. The same seed and corpus make the same inputs.
/// </summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> tokens)
{
    /// <summary>No input grows past this many bytes.</summary>
    public const int MostBytes = 16 * 1024;

    private const int MostChanges = 6;
    private const int MostRange = 64;

    private static readonly byte[] Telling =
        [0, 1, 2, 4, 8, 0x0A, 0x0D, 0x10, 0x20, 0x22, 0x24, 0x2C, 0x3A, 0x3F, 0x40, 0x5C, 0x7B, 0x7D, 0x7F, 0x80, 0x81, 0xC0, 0xED, 0xFE,
        0xFF];

    private static readonly string[] Numbers =
        ["0", "-1", "1", "255", "65536", "2147483647", "2147483648", "4294967296", "9223372036854775807", "18446744073709551616", "1e309",
        ".5"];

    /// <summary>Another input.</summary>
    /// <param name="from">What it is made of; not changed.</param>
    /// <param name="other">Whose parts may come into it.</param>
    public byte[] Next(byte[] from, byte[] other)
    {
        var input = new List<byte>(from);
        for (int changes = 1 + random.Next(MostChanges); changes > 0; changes--)
        {
            Change(input, other);
        }

        if (input.Count > MostBytes)
        {
            input.RemoveRange(MostBytes, input.Count - MostBytes);
        }

        return [.. input];
    }

    private void Change(List<byte> input, byte[] other)
    {
        int at = random.Next(input.Count + 1);
        int range = Math.Min(random.Next(1, MostRange), input.Count - at);
        switch (random.Next(13))
        {
            case 0:
                Set(input, at, (byte)(at < input.Count ? input[at] ^ (1 << random.Next(8)) : 0));
                break;
            case 1:
                Set(input, at, Telling[random.Next(Telling.Length)]);
                break;
            case 2:
                Set(input, at, (byte)random.Next(256));
                break;
            case 3:
                input.RemoveRange(at, range);
                break;
            case 4:
                input.InsertRange(random.Next(input.Count + 1), input.GetRange(at, range));
                break;
            case 5 when random.Next(4) == 0:
                input.RemoveRange(at, input.Count - at);
                break;
            case 6 or 7 when tokens.Count > 0:
                input.InsertRange(at, tokens[random.Next(tokens.Count)]);
                break;
            case 8 when tokens.Count > 0:
                Overwrite(input, at, tokens[random.Next(tokens.Count)]);
                break;
            case 9:
                input.InsertRange(at, Part(other));
                break;
            case 10:
                Overwrite(input, at, Part(other));
                break;
            case 11:
                ChangeLength(input, at);
                break;
            default:
                ChangeNumber(input, at);
                break;
        }
    }

    /// <summary>Takes one to four bytes for a length, in either order, and moves it a little, or to an extreme.</summary>
    private void ChangeLength(List<byte> input, int at)
    {
        int size = random.Next(1, 5);
        if (at + size > input.Count)
        {
            return;
        }

        Span<byte> field = stackalloc byte[8];
        field.Clear();
        bool isBig = random.Next(2) == 0;
        for (int i = 0; i < size; i++)
        {
            field[isBig ? size - 1 - i : i] = input[at + i];
        }

        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(field);
        value = random.Next(5) switch
        {
            0 => value + (ulong)random.Next(1, 9),
            1 => value - (ulong)random.Next(1, 9),
            2 => (ulong)(input.Count - at - random.Next(size + 4)),
            3 => (1UL << ((8 * size) - 1)) - (ulong)random.Next(2),
            _ => ulong.MaxValue,
        };
        BinaryPrimitives.WriteUInt64LittleEndian(field, value);
        for (int i = 0; i < size; i++)
        {
            input[at + i] = field[isBig ? size - 1 - i : i];
        }
    }

    /// <summary>Puts another number in the place of the next decimal digits.</summary>
    private void ChangeNumber(List<byte> input, int at)
    {
        int begin = input.FindIndex(Math.Min(at, input.Count), static b => b is >= (byte)'0' and <= (byte)'9');
        if (begin < 0)
        {
            return;
        }

        int end = begin;
        while (end < input.Count && input[end] is >= (byte)'0' and <= (byte)'9')
        {
            end++;
        }

        string number = random.Next(3) == 0
            ? (random.NextInt64() >> random.Next(63)).ToString(CultureInfo.InvariantCulture)
            : Numbers[random.Next(Numbers.Length)];
        input.RemoveRange(begin, end - begin);
        input.InsertRange(begin, Encoding.ASCII.GetBytes(number));
    }

    private byte[] Part(byte[] other)
    {
        int from = random.Next(other.Length + 1);
        int most = random.Next(3) == 0 ? other.Length : MostRange;
        return other[from..(from + Math.Min(random.Next(1, most + 2), other.Length - from))];
    }

    private static void Set(List<byte> input, int at, byte value)
    {
        if (at < input.Count)
        {
            input[at] = value;
        }
        else
        {
            input.Add(value);
        }
    }

    private static void Overwrite(List<byte> input, int at, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            Set(input, at + i, bytes[i]);
        }
    }
}
