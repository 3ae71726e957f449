using System.Buffers;
using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Core.Wire;
using HotPath.LoadTests.Sender;

namespace HotPath.LoadTests.Tests.Sender;

/// <summary>What loads are made of has to be valid, and about as hard to read and to compress as real traces.</summary>
public sealed class SpanTemplateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(512)]
    public void Message_Always_IsAValidRequestOfItsSpans(int spans)
    {
        var template = SpanTemplate.Create(spans);

        WalkResult walk = OtlpWalk.Check(Signal.Traces, template.Message, Validation.Full);

        walk.Fault.ShouldBe(WireFault.None);
        walk.Items.ShouldBe(spans);
        template.Spans.ShouldBe(spans);
        (template.Message.Length / spans).ShouldBeInRange(400, 700);
    }

    [Fact]
    public void Refresh_Always_ChangesTraceIdsOnly()
    {
        var template = SpanTemplate.Create(64);
        byte[] before = template.Message.ToArray();

        template.Refresh(new Random(1));

        template.TraceIds.ShouldAllBe(at => before[at - 2] == 0x0A && before[at - 1] == 16);
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(at => before[at] != template.Message[at])];
        changed.ShouldAllBe(at => template.TraceIds.Any(id => at >= id && at < id + SpanTemplate.FreshBytes));
        template.TraceIds.ShouldAllBe(id => changed.Any(at => at >= id && at < id + SpanTemplate.FreshBytes));
    }

    [Fact]
    public void Message_Compressed_IsAboutAFifth()
    {
        var template = SpanTemplate.Create(512);
        var compressed = new ArrayBufferWriter<byte>();
        using MessageEncoder encoder = Codec.Gzip.OpenEncoder(6);
        encoder.Begin(template.Message.Length, compressed);
        encoder.Write(template.Message);
        encoder.End();

        ((double)template.Message.Length / compressed.WrittenCount).ShouldBeInRange(4, 7);
    }
}
