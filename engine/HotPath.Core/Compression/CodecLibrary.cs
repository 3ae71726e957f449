using System.Reflection;
using System.Runtime.InteropServices;

namespace HotPath.Core.Compression;

/// <summary>A native library that a codec needs. Whether it is there is found out once, by loading it.</summary>
internal sealed class CodecLibrary(string file, string debianPackage)
{
    /// <summary>The file that <see cref="ZstdLibrary"/> imports from.</summary>
    public const string ZstdFile = "libzstd.so.1";

    /// <summary>The file that <see cref="Lz4Library"/> imports from.</summary>
    public const string Lz4File = "liblz4.so.1";

    private readonly Lazy<string?> _missing = new(() =>
        NativeLibrary.TryLoad(file, Assembly.GetExecutingAssembly(), DllImportSearchPath.SafeDirectories, out _)
            ? null
            : $"the library {file} is not installed on this machine: install the Debian package {debianPackage}");

    /// <summary>The reference implementation of zstd.</summary>
    public static CodecLibrary Zstd { get; } = new(ZstdFile, "libzstd1");

    /// <summary>The reference implementation of LZ4.</summary>
    public static CodecLibrary Lz4 { get; } = new(Lz4File, "liblz4-1");

    /// <summary>Null if it is there; else which one is not, and what to install.</summary>
    public string? Missing => _missing.Value;
}
