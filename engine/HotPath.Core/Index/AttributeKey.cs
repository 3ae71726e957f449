using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using HotPath.Core.Hashing;

namespace HotPath.Core.Index;

/// <summary>
/// A key to look attributes up by, hashed once. Made at start, from the configuration; its bytes are pinned, so that an attribute added
/// under it needs no copy of them. It must live as long as overlays that it was added to, as its processor does.
/// </summary>
public sealed unsafe class AttributeKey
{
    private readonly byte[] _utf8;

    /// <summary>Makes a key.</summary>
    public AttributeKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _utf8 = GC.AllocateArray<byte>(Math.Max(1, Encoding.UTF8.GetByteCount(key)), pinned: true);
        Length = Encoding.UTF8.GetBytes(key, _utf8);
        Hash = KeyHash.Of(Utf8);
        Name = key;
    }

    /// <summary>The key as text.</summary>
    public string Name { get; }

    /// <summary>The key's bytes.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8.AsSpan(0, Length);

    /// <summary>Its <see cref="KeyHash"/>.</summary>
    public uint Hash { get; }

    /// <summary>Bytes of the key.</summary>
    internal int Length { get; }

    /// <summary>Where the bytes lie, for as long as the key lives.</summary>
    internal byte* Address => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_utf8));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
