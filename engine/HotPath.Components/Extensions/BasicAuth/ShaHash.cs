using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary><c>{SHA}</c>: base64 of SHA-1 of the password; <c>{SSHA}</c>: base64 of SHA-1 of password and salt, and the salt.</summary>
[SuppressMessage("Security", "CA5350", Justification = "The format is the user's file's, and older than the knowledge about SHA-1")]
internal sealed class ShaHash : PasswordHash
{
    private readonly byte[] _hash;
    private readonly byte[] _salt;

    private ShaHash(byte[] hash, byte[] salt)
    {
        _hash = hash;
        _salt = salt;
    }

    /// <summary>Reads it; null if it is malformed.</summary>
    public static ShaHash? TryParse(string base64, bool isSalted)
    {
        byte[] bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out int length) || length < SHA1.HashSizeInBytes
            || (length == SHA1.HashSizeInBytes) == isSalted)
        {
            return null;
        }

        return new ShaHash(bytes[..SHA1.HashSizeInBytes], bytes[SHA1.HashSizeInBytes..length]);
    }

    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<byte> password)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData((byte[])[.. password, .. _salt], hash);
        return CryptographicOperations.FixedTimeEquals(hash, _hash);
    }
}
