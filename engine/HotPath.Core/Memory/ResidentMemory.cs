using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Core.Memory;

/// <summary>
/// The process's resident memory, which the budget's baseline is measured with. Reads allocate nothing on Linux, so that they may
/// be frequent. Any thread may read.
/// </summary>
public static class ResidentMemory
{
    private const string StatmFile = "/proc/self/statm";

    private static readonly SafeFileHandle? Statm = Open();

    /// <summary>
    /// Resident bytes: anonymous, file-backed and shared pages, as the kernel counts them. It sums per-processor counters loosely
    /// here, so the figure may be off by some hundred KiB for each processor.
    /// </summary>
    public static long ReadBytes()
    {
        if (Statm is null)
        {
            return Environment.WorkingSet;
        }

        // "total resident shared text 0 data 0", in pages.
        Span<byte> text = stackalloc byte[128];
        text = text[..RandomAccess.Read(Statm, text, 0)];
        ReadOnlySpan<byte> resident = text[(text.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(resident, out long pages, out _)
            ? pages * Environment.SystemPageSize
            : throw new InvalidOperationException($"{StatmFile} has no second number: '{System.Text.Encoding.UTF8.GetString(text)}'.");
    }

    private static SafeFileHandle? Open() => File.Exists(StatmFile) ? File.OpenHandle(StatmFile) : null;
}
