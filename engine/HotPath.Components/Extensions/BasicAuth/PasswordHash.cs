using System.Text;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>How a user's password is kept. Immutable, and never printed.</summary>
internal abstract class PasswordHash
{
    /// <summary>True if a check takes long enough to be kept off the path.</summary>
    public virtual bool IsExpensive => false;

    /// <summary>True if this is the password.</summary>
    public abstract bool Matches(ReadOnlySpan<byte> password);

    /// <summary>Reads what stands behind <c>user:</c> in a line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">What is wrong with it, without any of it; null if nothing is.</param>
    public static PasswordHash? Parse(string text, out string? fault)
    {
        fault = null;
        PasswordHash? hash = text switch
        {
            _ when text.StartsWith("$apr1$", StringComparison.Ordinal) => Apr1Hash.TryParse(text),
            _ when text.StartsWith("{SHA}", StringComparison.Ordinal) => ShaHash.TryParse(text["{SHA}".Length..], isSalted: false),
            _ when text.StartsWith("{SSHA}", StringComparison.Ordinal) => ShaHash.TryParse(text["{SSHA}".Length..], isSalted: true),
            _ when text is ['$', '2', 'a' or 'b' or 'y', '$', ..] => BcryptHash.TryParse(text, out fault),
            _ when text is ['$', ..] || text.StartsWith("{SHA512}", StringComparison.OrdinalIgnoreCase) => Refuse(out fault),
            "" => null,
            _ => new PlainHash(Encoding.UTF8.GetBytes(text)),
        };
        if (hash is null)
        {
            fault ??= "is malformed: make it anew with htpasswd -B";
        }

        return hash;
    }

    private static PasswordHash? Refuse(out string fault)
    {
        fault = "is hashed in a way that is not built in HotPath: use bcrypt (htpasswd -B), or {SHA}, {SSHA}, $apr1$";
        return null;
    }
}
