using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace HotPath.Components.Processors.Redaction;

/// <summary>Writes what takes the place of a masked text: <c>****</c>, or its hash. Thread-safe.</summary>
internal sealed class ValueMask
{
    /// <summary>What a text is masked by without a hash function, and whatever can't be looked at.</summary>
    public const string Stars = "****";

    private const int OnStack = 512;
    private readonly MaskHash _hash;
    private readonly byte[] _key;

    /// <summary>Makes one.</summary>
    /// <param name="hash">The function.</param>
    /// <param name="key">The key of an HMAC, in UTF-8; otherwise empty.</param>
    public ValueMask(MaskHash hash, string key)
    {
        _hash = hash;
        _key = Encoding.UTF8.GetBytes(key);
    }

    /// <summary>Appends the mask of a text.</summary>
    public void Append(MaskBuffer into, ReadOnlySpan<char> text)
    {
        if (_hash == MaskHash.None)
        {
            into.Append(Stars);
            return;
        }

        byte[]? rented = null;
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> utf8 = most <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(most);
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        int bytes = Hash(utf8[..Encoding.UTF8.GetBytes(text, utf8)], digest);
        Span<char> hex = stackalloc char[2 * SHA512.HashSizeInBytes];
        Convert.TryToHexStringLower(digest[..bytes], hex, out int written);
        into.Append(hex[..written]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

#pragma warning disable CA5350, CA5351 // These are the Collector's functions: hashes must agree with its own.
    private int Hash(ReadOnlySpan<byte> utf8, Span<byte> digest) => _hash switch
    {
        MaskHash.Md5 => MD5.HashData(utf8, digest),
        MaskHash.Sha1 => SHA1.HashData(utf8, digest),
        MaskHash.Sha3 => SHA3_256.HashData(utf8, digest),
        MaskHash.HmacSha256 => HMACSHA256.HashData(_key, utf8, digest),
        _ => HMACSHA512.HashData(_key, utf8, digest),
    };
#pragma warning restore CA5350, CA5351
}
