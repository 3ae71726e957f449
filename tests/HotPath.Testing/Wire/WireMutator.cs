using HotPath.Core;

namespace HotPath.Testing.Wire;

/// <summary>
/// Makes inputs for the wire code from valid requests, the same from the same seed: bytes flipped, set, cut, doubled, spliced and
/// overwritten with varints, one to four times, or frames left whole around one hostile field. Not thread-safe.
/// </summary>
public sealed class WireMutator
{
    private const int Bases = 64;
    private const int MutationsBeforeNewBase = 8;
    private const int MaxLength = 8192;
    private static readonly byte[] Telling =
        [0x00, 0x01, 0x04, 0x07, 0x08, 0x0A, 0x0B, 0x0C, 0x12, 0x7F, 0x80, 0x81, 0xC0, 0xED, 0xF4, 0xFF];

    private readonly Random _random;
    private readonly Signal _signal;
    private readonly List<byte[]> _bases = [];
    private int _made;

    /// <summary>A source of inputs for one signal.</summary>
    public WireMutator(Signal signal, int seed)
    {
        _random = new Random(seed);
        _signal = signal;
        _bases.Add([]);
        _bases.Add(SampleRequests.Of(signal, 1, seed));
        _bases.Add(SampleRequests.Of(signal, 5, seed, 2, 2));
    }

    /// <summary>The next input, at most a few kilobytes.</summary>
    public byte[] Next()
    {
        if (_made++ % MutationsBeforeNewBase == 0)
        {
            var odd = new OddEncoder(_random, _random.Next(2) * 1000).Encode(RandomMessages.Request(_signal, _random, _random.Next(1, 4)));
            if (odd.Length <= MaxLength)
            {
                AddBase(odd);
                return odd;
            }
        }

        var input = new List<byte>(_bases[_random.Next(_bases.Count)]);
        for (var left = _random.Next(1, 5); left > 0; left--)
        {
            Mutate(input);
        }

        return [.. input];
    }

    private void AddBase(byte[] odd)
    {
        if (_bases.Count < Bases)
        {
            _bases.Add(odd);
        }
        else
        {
            _bases[_random.Next(3, Bases)] = odd;
        }
    }

    private void Mutate(List<byte> input)
    {
        if (input.Count == 0)
        {
            input.Add(Telling[_random.Next(Telling.Length)]);
            return;
        }

        var at = _random.Next(input.Count);
        var length = Math.Min(_random.Next(1, 24), input.Count - at);
        switch (_random.Next(9))
        {
            case 0:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                input[at] = Telling[_random.Next(Telling.Length)];
                break;
            case 2:
                input[at] = (byte)_random.Next(256);
                break;
            case 3:
                input.RemoveRange(at, length);
                break;
            case 4:
                input.InsertRange(_random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 5:
                input.RemoveRange(at, input.Count - at);
                break;
            case 6:
                var varint = new WireWriter().Varint((ulong)_random.NextInt64() >> _random.Next(64), _random.Next(1, 12));
                Overwrite(input, at, varint.ToArray());
                break;
            case 7:
                input[at] = (byte)((input[at] & 0xF8) | _random.Next(8));
                break;
            default:
                var other = _bases[_random.Next(_bases.Count)];
                var from = _random.Next(other.Length + 1);
                Overwrite(input, at, other.AsSpan(from, Math.Min(length, other.Length - from)));
                break;
        }
    }

    private static void Overwrite(List<byte> input, int at, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length && at + i < input.Count; i++)
        {
            input[at + i] = bytes[i];
        }
    }
}
