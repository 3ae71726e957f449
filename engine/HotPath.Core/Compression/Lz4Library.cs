using System.Runtime.InteropServices;

namespace HotPath.Core.Compression;

/// <summary>What is called of liblz4 (lz4frame.h; all of it in the stable part, since 1.8.0).</summary>
internal static unsafe partial class Lz4Library
{
    /// <summary>LZ4F_VERSION.</summary>
    public const uint Version = 100;

    /// <summary>LZ4F_createDecompressionContext.</summary>
    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_createDecompressionContext")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint CreateDecoder(out nint context, uint version);

    /// <summary>LZ4F_freeDecompressionContext; takes 0.</summary>
    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_freeDecompressionContext")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint FreeDecoder(nint context);

    /// <summary>LZ4F_decompress: 0 at the end of a frame, else a hint or an error. Lengths come back as what was used.</summary>
    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_decompress")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Decompress(nint context, byte* target, ref nuint room, byte* source, ref nuint length, void* options);

    /// <summary>LZ4F_createCompressionContext.</summary>
    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_createCompressionContext")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint CreateEncoder(out nint context, uint version);

    /// <summary>LZ4F_freeCompressionContext; takes 0.</summary>
    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_freeCompressionContext")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint FreeEncoder(nint context);

    /// <summary>LZ4F_compressBound: the room that so many bytes need, and the end of the frame.</summary>
    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_compressBound")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Bound(nuint length, in Lz4Preferences preferences);

    /// <summary>LZ4F_compressBegin: bytes written, or an error; so are the next two.</summary>
    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_compressBegin")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Begin(nint context, byte* target, nuint room, in Lz4Preferences preferences);

    /// <summary>LZ4F_compressUpdate.</summary>
    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_compressUpdate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Update(nint context, byte* target, nuint room, byte* source, nuint length, void* options);

    /// <summary>LZ4F_compressEnd.</summary>
    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_compressEnd")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint End(nint context, byte* target, nuint room, void* options);

    /// <summary>LZ4F_isError: not 0 for an error.</summary>
    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_isError")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint IsError(nuint result);

    /// <summary>An error in liblz4's own words.</summary>
    public static string ErrorText(nuint result) => Marshal.PtrToStringUTF8(ErrorName(result)) ?? "unknown error";

    /// <summary>Throws for an error that no message can cause.</summary>
    public static nuint Checked(nuint result) =>
        IsError(result) == 0 ? result : throw new InvalidOperationException($"liblz4 cannot go on: {ErrorText(result)}");

    [LibraryImport(CodecLibrary.Lz4File, EntryPoint = "LZ4F_getErrorName")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ErrorName(nuint result);
}
