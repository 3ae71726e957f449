using System.Security.Cryptography;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>A password as it is; what is in no other format is taken for one, as in the Collector.</summary>
internal sealed class PlainHash(byte[] password) : PasswordHash
{
    /// <inheritdoc/>
    public override bool Matches(ReadOnlySpan<byte> given) => CryptographicOperations.FixedTimeEquals(given, password);
}
