using System.Security.Cryptography;
using HotPath.Components.Ottl.Hashing;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters of a text to its hash. All but FNV give lower-case hex; FNV an int (64-bit FNV-1a).</summary>
internal static class HashFunctions
{
    private const int LongestDigest = 64;

    private delegate int Digest(ReadOnlySpan<byte> text, Span<byte> digest);

    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Hashing("SHA1", SHA1Digest),
        Hashing("SHA256", SHA256.HashData),
        Hashing("SHA512", SHA512.HashData),
        Hashing("MD5", MD5Digest),
        Hashing("Murmur3Hash", Murmur3.Hash32),
        Hashing("Murmur3Hash128", Murmur3.Hash128),
        Hashing("XXH3", Xxh3.Hash64),
        Hashing("XXH128", Xxh128.Hash),
        Function.Of("FNV", [new("target", ParameterKind.Text)], Fnv),
    ];

    private static Function Hashing(string name, Digest digest) => Function.Of(name, [new("target", ParameterKind.Text)], arguments =>
    {
        TextArgument target = arguments.Text(0);
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            Span<byte> hash = stackalloc byte[LongestDigest];
            return TextForm.Hex(context, hash[..digest(text, hash)]);
        };
    });

    private static Expressions.Getter Fnv(Arguments arguments)
    {
        const ulong Basis = 14695981039346656037;
        const ulong Prime = 1099511628211;
        TextArgument target = arguments.Text(0);
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            ulong hash = Basis;
            foreach (byte one in text)
            {
                hash = (hash ^ one) * Prime;
            }

            return OttlValue.Of((long)hash);
        };
    }

    // Names of the language, chosen by the one who writes the statement: nothing here is kept secret by them.
#pragma warning disable CA5350, CA5351
    private static int SHA1Digest(ReadOnlySpan<byte> text, Span<byte> digest) => SHA1.HashData(text, digest);

    private static int MD5Digest(ReadOnlySpan<byte> text, Span<byte> digest) => MD5.HashData(text, digest);
#pragma warning restore CA5350, CA5351
}
