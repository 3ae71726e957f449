using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>
/// bcrypt (Provos and Mazières 1999), as <c>htpasswd -B</c> writes it; <c>$2a$</c>, <c>$2b$</c> and <c>$2y$</c> are the same.
/// <code>
///   $2y$ 10 $ 22 characters: 16 bytes of salt · 31 characters: 23 bytes of hash
/// </code>
/// </summary>
internal sealed class BcryptHash : PasswordHash
{
    /// <summary>The highest cost that is taken: each step doubles the time of a check, and this one takes seconds.</summary>
    public const int MostCost = 15;

    private const int LeastCost = 4;
    private const int SaltBytes = 16;
    private const int HashBytes = 23;
    private const int SaltCharacters = 22;
    private const int Length = 60;
    private const int MostPasswordBytes = 72;
    private const int Encryptions = 64;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly byte[] Text = [.. "OrpheanBeholderScryDoubt"u8];

    private readonly int _cost;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private BcryptHash(int cost, byte[] salt, byte[] hash)
    {
        _cost = cost;
        _salt = salt;
        _hash = hash;
    }

    /// <inheritdoc/>
    public override bool IsExpensive => true;

    /// <summary>Reads it; null if it is malformed, or <paramref name="fault"/> says why else.</summary>
    public static BcryptHash? TryParse(string text, out string? fault)
    {
        fault = null;
        if (text.Length != Length || text[6] != '$'
            || !int.TryParse(text.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out int cost) || cost < LeastCost
            || Decode(text.AsSpan(7, SaltCharacters), SaltBytes) is not { } salt
            || Decode(text.AsSpan(7 + SaltCharacters), HashBytes) is not { } hash)
        {
            return null;
        }

        if (cost > MostCost)
        {
            fault = $"has bcrypt's cost {cost}, and each check would take far too long: make it anew with a cost of at most {MostCost}";
            return null;
        }

        return new BcryptHash(cost, salt, hash);
    }

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<byte> password)
    {
        // The key is the password and a zero byte, and 72 bytes of it at most.
        byte[] key = [.. password[..Math.Min(password.Length, MostPasswordBytes)], 0];
        var cipher = new Blowfish();
        cipher.Expand(key, _salt);
        for (long i = 1L << _cost; i > 0; i--)
        {
            cipher.Expand(key, default);
            cipher.Expand(_salt, default);
        }

        byte[] hash = [.. Text];
        for (int at = 0; at < hash.Length; at += 8)
        {
            uint left = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(at));
            uint right = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(at + 4));
            for (int i = 0; i < Encryptions; i++)
            {
                cipher.Encrypt(ref left, ref right);
            }

            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(at), left);
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(at + 4), right);
        }

        return CryptographicOperations.FixedTimeEquals(hash.AsSpan(0, HashBytes), _hash);
    }

    /// <summary>bcrypt's own base64: the most significant bits first, an alphabet of its own, no padding.</summary>
    private static byte[]? Decode(ReadOnlySpan<char> text, int length)
    {
        var bytes = new byte[length];
        int bits = 0;
        int count = 0;
        int at = 0;
        foreach (char character in text)
        {
            int value = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            bits = (bits << 6) | value;
            count += 6;
            if (count >= 8 && at < length)
            {
                count -= 8;
                bytes[at++] = (byte)(bits >> count);
                bits &= (1 << count) - 1;
            }
        }

        return bytes;
    }
}
