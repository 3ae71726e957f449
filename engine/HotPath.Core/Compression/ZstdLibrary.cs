using System.Runtime.InteropServices;

namespace HotPath.Core.Compression;

/// <summary>What is called of libzstd (zstd.h, zstd_errors.h; all of it in the stable part, since 1.4.0).</summary>
internal static unsafe partial class ZstdLibrary
{
    /// <summary>ZSTD_c_compressionLevel.</summary>
    public const int CompressionLevel = 100;

    /// <summary>ZSTD_c_windowLog.</summary>
    public const int WindowLog = 101;

    /// <summary>ZSTD_c_checksumFlag.</summary>
    public const int ChecksumFlag = 201;

    /// <summary>ZSTD_reset_session_and_parameters.</summary>
    public const int ResetAll = 3;

    /// <summary>ZSTD_e_continue.</summary>
    public const int Continue = 0;

    /// <summary>ZSTD_e_end.</summary>
    public const int End = 2;

    /// <summary>ZSTD_error_dstSize_tooSmall.</summary>
    public const int TargetTooSmall = 70;

    /// <summary>ZSTD_createDCtx.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_createDCtx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint CreateDecoder();

    /// <summary>ZSTD_freeDCtx; takes 0.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_freeDCtx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint FreeDecoder(nint context);

    /// <summary>ZSTD_decompressDCtx: all frames of a message; bytes written, or an error.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_decompressDCtx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Decompress(nint context, byte* target, nuint room, byte* source, nuint length);

    /// <summary>ZSTD_createCCtx.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_createCCtx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint CreateEncoder();

    /// <summary>ZSTD_freeCCtx; takes 0.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_freeCCtx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint FreeEncoder(nint context);

    /// <summary>ZSTD_CCtx_reset.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_CCtx_reset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Reset(nint context, int what);

    /// <summary>ZSTD_CCtx_setParameter.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_CCtx_setParameter")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint SetParameter(nint context, int parameter, int value);

    /// <summary>ZSTD_CCtx_setPledgedSrcSize.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_CCtx_setPledgedSrcSize")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint SetLength(nint context, ulong length);

    /// <summary>ZSTD_compressStream2: bytes that are left to be written, or an error.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_compressStream2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nuint Compress(nint context, ZstdBuffer* target, ZstdBuffer* source, int directive);

    /// <summary>ZSTD_isError: not 0 for an error.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_isError")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint IsError(nuint result);

    /// <summary>ZSTD_getErrorCode.</summary>
    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_getErrorCode")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ErrorCode(nuint result);

    /// <summary>A new context; libzstd says 0 where it has no memory for one.</summary>
    public static nint Made(nint context) =>
        context != 0 ? context : throw new InvalidOperationException("libzstd has no memory for a context");

    /// <summary>An error in libzstd's own words.</summary>
    public static string ErrorText(nuint result) => Marshal.PtrToStringUTF8(ErrorName(result)) ?? "unknown error";

    [LibraryImport(CodecLibrary.ZstdFile, EntryPoint = "ZSTD_getErrorName")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ErrorName(nuint result);
}
