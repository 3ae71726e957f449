using HotPath.Hosting.Http2;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>RFC 9113 section 5.1.1: a new stream closes all lower ones that were idle.</summary>
public sealed class SkippedStreamsTests
{
    [Fact]
    public void Streams_InOrder_SkipNothing()
    {
        var skipped = new SkippedStreams();
        for (int streamId = 1; streamId < 20; streamId += 2)
        {
            skipped.Open(streamId == 1 ? 0 : streamId - 2, streamId);
        }

        Enumerable.Range(1, 30).ShouldAllBe(streamId => !skipped.Contains(streamId));
    }

    [Fact]
    public void Streams_JumpedOver_AreRemembered()
    {
        var skipped = new SkippedStreams();
        skipped.Open(0, 5);
        skipped.Open(5, 7);
        skipped.Open(7, 13);

        int[] expected = [1, 3, 9, 11];
        Enumerable.Range(0, 10).Select(static i => (2 * i) + 1).Where(skipped.Contains).ShouldBe(expected);
    }

    [Fact]
    public void Gaps_BeyondTheMost_AreForgottenOldestFirst()
    {
        var skipped = new SkippedStreams();
        int last = 1;
        for (int i = 0; i <= SkippedStreams.Most; i++)
        {
            skipped.Open(last, last + 4);
            last += 4;
        }

        skipped.Contains(3).ShouldBeFalse();
        skipped.Contains(7).ShouldBeTrue();
        skipped.Contains(last - 2).ShouldBeTrue();
    }
}
