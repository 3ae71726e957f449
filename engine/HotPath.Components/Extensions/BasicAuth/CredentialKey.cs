using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>
/// What stands for credentials where they are remembered: HMAC-SHA-256 under a key that only this process has, and only while it runs.
/// </summary>
internal readonly record struct CredentialKey(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>The key of these credentials.</summary>
    public static CredentialKey Of(ReadOnlySpan<byte> credentials, byte[] secret)
    {
        Span<ulong> hash = stackalloc ulong[4];
        HMACSHA256.HashData(secret, credentials, MemoryMarshal.AsBytes(hash));
        return new CredentialKey(hash[0], hash[1], hash[2], hash[3]);
    }
}
