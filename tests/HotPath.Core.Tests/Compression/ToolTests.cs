using System.Diagnostics;
using HotPath.Core.Compression;
using HotPath.Core.Memory;
using HotPath.Testing.Compression;
using HotPath.Testing.Skips;

namespace HotPath.Core.Tests.Compression;

/// <summary>The tools of gzip, zstd and lz4 read what we write, and we read what they write, with their various options.</summary>
public sealed class ToolTests
{
    private static readonly byte[] Message = Messages.Patchwork(3 << 20);

    [NeedsProgramTheory("zstd", "zstd")]
    [InlineData("-1")]
    [InlineData("-19")]
    [InlineData("--no-check")]
    [InlineData("--long=27")]
    [InlineData("--fast=5")]
    public async Task Zstd_OfTheTool_IsRead(string option) => await IsRead(Codec.Zstd, "zstd", [option]);

    [NeedsProgram("zstd", "zstd")]
    public async Task Zstd_OfOurs_IsReadByTheTool() => await IsReadByTheTool(Codec.Zstd, "zstd");

    [NeedsProgramTheory("lz4", "lz4")]
    [InlineData("-1")]
    [InlineData("-9")]
    [InlineData("-B4")]
    [InlineData("-BD")]
    [InlineData("-BX")]
    [InlineData("--no-frame-crc")]
    public async Task Lz4_OfTheTool_IsRead(string option) => await IsRead(Codec.Lz4, "lz4", [option]);

    [NeedsProgram("lz4", "lz4")]
    public async Task Lz4_OfOurs_IsReadByTheTool() => await IsReadByTheTool(Codec.Lz4, "lz4");

    [NeedsProgramTheory("gzip", "gzip")]
    [InlineData("-1")]
    [InlineData("-6")]
    [InlineData("-9")]
    public async Task Gzip_OfTheTool_IsRead(string option) => await IsRead(Codec.Gzip, "gzip", [option]);

    [NeedsProgram("gzip", "gzip")]
    public async Task Gzip_Joined_IsReadByTheTool()
    {
        using var slabs = new SlabPool(new MemoryBudget(1 << 26, 1 << 26), tracking: true);
        byte[][] messages = [.. Enumerable.Range(1, 40).Select(i => Messages.Patchwork(i * 1234, seed: i))];
        var kept = new List<byte[]>();
        foreach (byte[] message in messages)
        {
            Lease lease = KeptMessages.Rent(slabs, CodecBytes.Compress(Codec.Gzip, message, level: 1 + (kept.Count % 9)));
            kept.Add(lease.Kept.ToArray());
            lease.Return();
        }

        byte[] read = await RunAsync("gzip", ["-d", "-c"], KeptGzipTests.Join(kept, messages));
        read.AsSpan().SequenceEqual([.. messages.SelectMany(message => message)]).ShouldBeTrue();
    }

    private static async Task IsRead(Codec codec, string program, string[] options)
    {
        byte[] compressed = await RunAsync(program, ["-c", .. options], Message);
        compressed.Length.ShouldBeInRange(1, Message.Length);
        CodecBytes.Decompress(codec, compressed).AsSpan().SequenceEqual(Message).ShouldBeTrue();
    }

    private static async Task IsReadByTheTool(Codec codec, string program)
    {
        byte[] compressed = CodecBytes.Compress(codec, Message, segmentBytes: 10_000);
        (await RunAsync(program, ["-d", "-c"], compressed)).AsSpan().SequenceEqual(Message).ShouldBeTrue();
    }

    private static async Task<byte[]> RunAsync(string program, string[] arguments, byte[] input)
    {
        var start =
            new ProcessStartInfo(Programs.Find(program)!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start).ShouldNotBeNull();
        var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output.ToArray();
    }
}
