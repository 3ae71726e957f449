using HotPath.Core.Http2;

namespace HotPath.Core.Tests.Http2;

public sealed class HeaderBlockTests
{
    private readonly HeaderBlock _block = new();

    [Fact]
    public void New_IsNotOpen()
    {
        _block.IsOpen.ShouldBeFalse();
        _block.Bytes.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(20_000)]
    public void Fragments_OfAnyLength_AreJoinedInOrder(int length)
    {
        byte[] whole = [.. Enumerable.Range(0, 5 * length).Select(static i => (byte)i)];
        _block.Begin(7, endsStream: true, whole.AsSpan(0, length));
        for (int i = 1; i < 5; i++)
        {
            _block.Continue(whole.AsSpan(i * length, length));
        }

        _block.Bytes.ToArray().ShouldBe(whole);
        (_block.StreamId, _block.EndsStream, _block.Continuations, _block.Length).ShouldBe((7, true, 4, whole.Length));
    }

    [Fact]
    public void Clear_LetsGoOfOneBlock_AndTheNextBeginsEmpty()
    {
        _block.Begin(1, endsStream: true, [1, 2, 3]);
        _block.Continue([4]);
        _block.Clear();
        _block.IsOpen.ShouldBeFalse();

        _block.Begin(3, endsStream: false, [5]);
        _block.Bytes.ToArray().ShouldBe([5]);
        (_block.StreamId, _block.EndsStream, _block.Continuations).ShouldBe((3, false, 0));
        _block.Clear();
    }
}
