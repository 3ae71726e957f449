namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>
/// Blowfish (Schneier 1993) with the key schedules of bcrypt (Provos and Mazières 1999, "A Future-Adaptable Password Scheme"). The field
/// order of the state is that of π's digits: 18 subkeys, then four boxes of 256 words. Not thread-safe.
/// </summary>
internal sealed class Blowfish
{
    private const int Rounds = 16;
    private const int Subkeys = Rounds + 2;
    private const int BoxWords = 256;

    private static readonly Lazy<uint[]> Begin = new(static () => PiDigits.Words(Subkeys + (4 * BoxWords)));

    private readonly uint[] _state = [.. Begin.Value];

    /// <summary>Mixes a key in, and a salt of 16 bytes into what the subkeys and boxes become.</summary>
    public void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        int at = 0;
        for (int i = 0; i < Subkeys; i++)
        {
            _state[i] ^= NextWord(key, ref at);
        }

        at = 0;
        uint left = 0;
        uint right = 0;
        for (int i = 0; i < _state.Length; i += 2)
        {
            if (!salt.IsEmpty)
            {
                left ^= NextWord(salt, ref at);
                right ^= NextWord(salt, ref at);
            }

            Encrypt(ref left, ref right);
            _state[i] = left;
            _state[i + 1] = right;
        }
    }

    /// <summary>Encrypts one block of two words.</summary>
    public void Encrypt(ref uint left, ref uint right)
    {
        ReadOnlySpan<uint> state = _state;
        ReadOnlySpan<uint> box = state[Subkeys..];
        uint l = left;
        uint r = right;
        for (int i = 0; i < Rounds; i++)
        {
            l ^= state[i];
            r ^= ((box[(int)(l >> 24)] + box[BoxWords + (int)((l >> 16) & 0xFF)])
                ^ box[(2 * BoxWords) + (int)((l >> 8) & 0xFF)]) + box[(3 * BoxWords) + (int)(l & 0xFF)];
            (l, r) = (r, l);
        }

        left = r ^ state[Rounds + 1];
        right = l ^ state[Rounds];
    }

    /// <summary>Four bytes as a big-endian word, beginning again at the end.</summary>
    private static uint NextWord(ReadOnlySpan<byte> bytes, ref int at)
    {
        uint word = 0;
        for (int i = 0; i < 4; i++)
        {
            word = (word << 8) | bytes[at];
            at = at + 1 == bytes.Length ? 0 : at + 1;
        }

        return word;
    }
}
