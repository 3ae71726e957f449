using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>What the bytes mean does not depend on how reads cut them, nor on how streams interleave.</summary>
public sealed class StreamOfBytesTests
{
    private static readonly byte[] First = [.. Enumerable.Range(1, 40).Select(static i => (byte)i)];
    private static readonly byte[] Second = [.. Enumerable.Range(100, 30).Select(static i => (byte)i)];

    [Fact]
    public async Task Connection_CutAtEveryOffset_MeansTheSame()
    {
        byte[] bytes = TwoRequests();
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, wired: [Core.Signal.Traces]);
            using RawHttp2 client = RawHttp2.Connect(rig.Address);
            await client.SendAsync(bytes[..cut]);
            if (cut % 8 == 0)
            {
                // The write alone may not make two reads of it; a turn of the server's in between does.
                await Task.Delay(1);
            }

            await client.SendAsync(bytes[cut..]);

            (await client.ReadAnswerAsync(3)).Status.ShouldBe(0, $"cut at {cut}");
            Delivered(rig).ShouldBe(Texts([First, Second]), $"cut at {cut}");
            rig.Logs.Lines.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Connection_ByteByByte_MeansTheSame()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = RawHttp2.Connect(rig.Address);

        foreach (byte one in TwoRequests())
        {
            await client.SendAsync([one]);
        }

        (await client.ReadAnswerAsync(3)).Status.ShouldBe(0);
        Delivered(rig).ShouldBe(Texts([First, Second]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task RandomFrames_ThatAreValid_AgreeWithTheModel(int seed)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        var random = new Random(seed);
        var open = new List<(int Id, byte[] Body, int Sent)>();
        var whole = new List<byte[]>();
        int next = 1;
        using var bytes = new MemoryStream();
        for (int step = 0; step < 600 || open.Count > 0; step++)
        {
            int choice = random.Next(10);
            if (choice < 2 && open.Count < 50 && step < 600)
            {
                byte[] message = new byte[random.Next(1, 3000)];
                random.NextBytes(message);
                Headers(bytes, random, next);
                open.Add((next, GrpcMessages.Frame(message), 0));
                next += 2 * random.Next(1, 3);
            }
            else if (choice == 2)
            {
                Noise(bytes, random, open.Count == 0 ? 0 : open[random.Next(open.Count)].Id);
            }
            else if (choice == 3 && open.Count > 0 && random.Next(3) == 0)
            {
                bytes.Write(RawFrame.Reset(open[^1].Id));
                open.RemoveAt(open.Count - 1);
            }
            else if (open.Count > 0)
            {
                int at = random.Next(open.Count);
                (int id, byte[] body, int sent) = open[at];
                int count = Math.Min(body.Length - sent, random.Next(0, 1500));
                bool ends = sent + count == body.Length && random.Next(2) == 0;
                Data(bytes, random, id, body.AsSpan(sent, count), ends);
                open[at] = (id, body, sent + count);
                if (ends)
                {
                    whole.Add(body[GrpcMessages.PrefixBytes..]);
                    open.RemoveAt(at);
                }
            }
        }

        Headers(bytes, random, next);
        bytes.Write(RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, next, new byte[5]));
        foreach (byte[] piece in Pieces(bytes.ToArray(), random))
        {
            await client.SendAsync(piece);
        }

        (await client.ReadAnswerAsync(next)).Status.ShouldBe(0);
        Delivered(rig).ShouldBe(Texts(whole));
        rig.Logs.Lines.ShouldBeEmpty();
    }

    private static IEnumerable<string> Delivered(GrpcRig rig) => Texts(rig.Traces.Delivered);

    private static IEnumerable<string> Texts(IEnumerable<byte[]> messages) => messages.Select(Convert.ToHexString);

    private static byte[] TwoRequests()
    {
        using var bytes = new MemoryStream();
        bytes.Write(Http2Limits.Preface);
        bytes.Write(RawFrame.Settings(new Setting(SettingId.EnablePush, 0)));
        byte[] block = RawBlock.Of(RawBlock.Export, HpackIndexing.Incremental);
        bytes.Write(RawFrame.Bytes(FrameType.Headers, 0, 1, block.AsSpan()[..30]));
        bytes.Write(RawFrame.Bytes(FrameType.Continuation, FrameFlags.EndHeaders, 1, block.AsSpan()[30..]));
        byte[] body = GrpcMessages.Frame(First);
        bytes.Write(RawFrame.Bytes(FrameType.Data, FrameFlags.Padded, 1, [2, .. body[..3], 0, 0]));
        bytes.Write(RawFrame.Ping());
        bytes.Write(RawFrame.Bytes(FrameType.Data, 0, 1, body.AsSpan()[3..]));
        bytes.Write(RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, 3, RawBlock.ForExport()));
        bytes.Write(RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1));
        bytes.Write(RawFrame.WindowUpdate(0, 1000));
        bytes.Write(RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 3, GrpcMessages.Frame(Second)));
        return bytes.ToArray();
    }

    private static void Headers(MemoryStream bytes, Random random, int id)
    {
        byte[] block = RawBlock.Of(RawBlock.Export, random.Next(3) == 0 ? HpackIndexing.Incremental : HpackIndexing.None);
        int cut = random.Next(2) == 0 ? block.Length : random.Next(block.Length);
        bytes.Write(
            RawFrame.Bytes(FrameType.Headers, cut == block.Length ? FrameFlags.EndHeaders : FrameFlags.None, id, block.AsSpan()[..cut]));
        if (cut < block.Length)
        {
            bytes.Write(RawFrame.Bytes(FrameType.Continuation, FrameFlags.EndHeaders, id, block.AsSpan()[cut..]));
        }
    }

    private static void Data(MemoryStream bytes, Random random, int id, ReadOnlySpan<byte> body, bool ends)
    {
        byte end = ends ? FrameFlags.EndStream : FrameFlags.None;
        if (random.Next(3) > 0)
        {
            bytes.Write(RawFrame.Bytes(FrameType.Data, end, id, body));
            return;
        }

        int padding = random.Next(256);
        bytes.Write(RawFrame.Bytes(FrameType.Data, (byte)(end | FrameFlags.Padded), id, [(byte)padding, .. body, .. new byte[padding]]));
    }

    private static void Noise(MemoryStream bytes, Random random, int id) => bytes.Write(random.Next(4) switch
    {
        0 => RawFrame.Settings(new Setting(SettingId.InitialWindowSize, (uint)random.Next(10, 100_000))),
        1 => RawFrame.WindowUpdate(id, random.Next(1, 1000)),
        2 => RawFrame.Bytes((FrameType)random.Next(10, 256), (byte)random.Next(256), random.Next(), new byte[random.Next(100)]),
        _ => RawFrame.Bytes(FrameType.Priority, 0, id == 0 ? 1 : id, new byte[5]),
    });

    private static IEnumerable<byte[]> Pieces(byte[] bytes, Random random)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int count = Math.Min(bytes.Length - at, random.Next(1, 20_000));
            yield return bytes[at..(at + count)];
            at += count;
        }
    }
}
