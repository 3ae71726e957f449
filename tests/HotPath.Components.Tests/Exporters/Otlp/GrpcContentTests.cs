using HotPath.Components.Exporters.Otlp;
using HotPath.Components.Tests.Exporters.Shared;
using HotPath.Testing.Grpc;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>The body of a call: its bytes, and who may still read them.</summary>
public sealed class GrpcContentTests : IDisposable
{
    private readonly GrpcContent _content = new();

    public void Dispose() => _content.Dispose();

    [Theory]
    [InlineData(new int[0], new[] { 5 })]
    [InlineData(new[] { 10, 20, 30 }, new[] { 65 })]
    [InlineData(new[] { 16_384 }, new[] { 5, 16_384 })]
    [InlineData(new[] { 16_383 }, new[] { 16_388 })]
    [InlineData(new[] { 10, 100_000, 10, 20, 20_000, 7 }, new[] { 15, 100_000, 30, 20_000, 7 })]
    [InlineData(new[] { 16_000, 16_000, 16_000, 16_000, 16_000 }, new[] { 64_005, 16_000 })]
    public async Task Serialize_Segments_AreWrittenWhereTheyLieAndShortOnesTogether(int[] sizes, int[] writes)
    {
        var message = new ListMessage(sizes);
        using var stream = new GatedStream(int.MaxValue);
        _content.Begin(message);
        await _content.CopyToAsync(stream);
        await _content.EndAsync(CancellationToken.None);
        stream.Writes.ShouldBe(writes);
        (byte flag, byte[] bytes) = GrpcMessages.Unframe(stream.ToArray());
        flag.ShouldBe((byte)0);
        bytes.ShouldBe(message.Bytes);
        _content.IsReusable.ShouldBeTrue();
    }

    [Fact]
    public async Task Serialize_CompressedMessage_SetsTheFlag()
    {
        using var stream = new GatedStream(int.MaxValue);
        _content.Begin(new ListMessage(10) { IsCompressed = true });
        await _content.CopyToAsync(stream);
        GrpcMessages.Unframe(stream.ToArray()).Flag.ShouldBe((byte)1);
    }

    [Fact]
    public void Begin_MessageAfterMessage_TellsEachOnesLength()
    {
        _content.Begin(new ListMessage(10));
        _content.Headers.ContentLength.ShouldBe(15);
        _content.Begin(new ListMessage(10, 20));
        _content.Headers.ContentLength.ShouldBe(35);
        _content.Headers.ContentType!.ToString().ShouldBe("application/grpc");
    }

    [Fact]
    public async Task End_PeerTakesNoMore_CutsTheWriteAndWaitsForItsEnd()
    {
        var message = new ListMessage(20_000, 20_000, 20_000);
        using var stream = new GatedStream(window: 25_000);
        _content.Begin(message);
        Task serialized = _content.CopyToAsync(stream);
        await stream.Stuck;
        await _content.EndAsync(CancellationToken.None);
        await Should.ThrowAsync<OperationCanceledException>(serialized);
        int reads = message.Reads;
        stream.LetGo();
        await Should.ThrowAsync<InvalidOperationException>(() => _content.CopyToAsync(stream));
        (message.Reads, stream.Writes.Count).ShouldBe((reads, 2));
        _content.IsReusable.ShouldBeFalse();
    }

    [Fact]
    public async Task End_SameBodyIsWrittenTwiceAtOnce_WaitsForBoth()
    {
        // As when HttpClient gives a request to another connection while the first has not let go of it.
        using var first = new GatedStream(window: 100);
        using var second = new GatedStream(window: 100);
        _content.Begin(new ListMessage(5000));
        Task[] both = [_content.CopyToAsync(first), _content.CopyToAsync(second)];
        await Task.WhenAll(first.Stuck, second.Stuck);
        await _content.EndAsync(CancellationToken.None);
        await Should.ThrowAsync<OperationCanceledException>(both[0]);
        await Should.ThrowAsync<OperationCanceledException>(both[1]);
    }

    [Fact]
    public async Task End_OnlyTheFlushIsLeft_LetsItEndByItself()
    {
        using var stream = new GatedStream(int.MaxValue) { HoldsFlush = true };
        _content.Begin(new ListMessage(5000));
        Task serialized = _content.CopyToAsync(stream);
        await stream.Stuck;
        Task ended = _content.EndAsync(CancellationToken.None).AsTask();
        ended.IsCompleted.ShouldBeFalse();
        stream.LetGo();
        await serialized;
        await ended;
        _content.IsReusable.ShouldBeTrue();
    }

    [Fact]
    public async Task End_FlushOutlastsTheCall_IsCut()
    {
        using var cancel = new CancellationTokenSource();
        using var stream = new GatedStream(int.MaxValue) { HoldsFlush = true };
        _content.Begin(new ListMessage(5000));
        Task serialized = _content.CopyToAsync(stream);
        await stream.Stuck;
        Task ended = _content.EndAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await ended;
        await Should.ThrowAsync<OperationCanceledException>(serialized);
    }
}
