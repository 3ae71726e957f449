using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>
/// Apache's <c>$apr1$salt$hash</c>: a thousand rounds of MD5 over password, salt and what came before, mixed by the round's number
/// (apr_md5.c's algorithm).
/// </summary>
[SuppressMessage("Security", "CA5351", Justification = "The format is the user's file's, and older than the knowledge about MD5")]
internal sealed class Apr1Hash : PasswordHash
{
    private const string Magic = "$apr1$";
    private const int Rounds = 1000;
    private const int MostSalt = 8;
    private const int HashCharacters = 22;
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private Apr1Hash(byte[] salt, byte[] hash)
    {
        _salt = salt;
        _hash = hash;
    }

    /// <inheritdoc/>
    public override bool IsExpensive => true;

    /// <summary>Reads it; null if it is malformed.</summary>
    public static Apr1Hash? TryParse(string text)
    {
        string[] parts = text[Magic.Length..].Split('$');
        return parts is [{ Length: <= MostSalt } salt, { Length: HashCharacters } hash]
            ? new Apr1Hash(Encoding.UTF8.GetBytes(salt), Encoding.UTF8.GetBytes(hash))
            : null;
    }

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<byte> password) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Compute(password, _salt)), _hash);

    private static string Compute(ReadOnlySpan<byte> password, byte[] salt)
    {
        byte[] first = MD5.HashData((byte[])[.. password, .. salt, .. password]);
        List<byte> text = [.. password, .. "$apr1$"u8, .. salt];
        for (int left = password.Length; left > 0; left -= first.Length)
        {
            text.AddRange(first.AsSpan(0, Math.Min(left, first.Length)));
        }

        for (int bits = password.Length; bits > 0; bits >>= 1)
        {
            text.Add((bits & 1) == 1 ? (byte)0 : password[0]);
        }

        byte[] hash = MD5.HashData(text.ToArray());
        for (int round = 0; round < Rounds; round++)
        {
            text.Clear();
            text.AddRange(round % 2 == 1 ? password : hash);
            text.AddRange(round % 3 != 0 ? salt : []);
            text.AddRange(round % 7 != 0 ? password : []);
            text.AddRange(round % 2 == 1 ? hash : password);
            MD5.HashData(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(text), hash);
        }

        return Write(hash);
    }

    /// <summary>Six bits a character, the least significant first, from triples of bytes in an order of its own.</summary>
    private static string Write(byte[] hash)
    {
        var text = new StringBuilder();
        ReadOnlySpan<(int, int, int)> threes = [(0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5)];
        foreach ((int high, int middle, int low) in threes)
        {
            Write(text, (hash[high] << 16) | (hash[middle] << 8) | hash[low], 4);
        }

        Write(text, hash[11], 2);
        return text.ToString();
    }

    private static void Write(StringBuilder text, int bits, int characters)
    {
        for (int i = 0; i < characters; i++, bits >>= 6)
        {
            text.Append(Alphabet[bits & 0x3F]);
        }
    }
}
