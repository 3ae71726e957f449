using FsCheck;
using FsCheck.Fluent;
using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>A cursor cuts what <see cref="ItemRange"/> cuts, byte for byte, and many cuts cost one walk.</summary>
public class ItemCursorTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(300);

    public static TheoryData<Signal> Signals => new(SampleRequests.Signals);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Gather_RandomPartitions_IsWhatItemRangeGathers(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var bytes = request.PlainBytes();
            ShouldCutTheSame(signal, bytes, request.Partition(OtlpWalk.Check(signal, bytes).Items));
        }).Check(Thorough);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Gather_RandomPartitionsOfOddlyEncodedRequests_IsWhatItemRangeGathers(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var bytes = request.OddBytes();
            ShouldCutTheSame(signal, bytes, request.Partition(OtlpWalk.Check(signal, bytes).Items));
        }).Check(Thorough);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Gather_OneItemAtATime_IsWhatItemRangeGathers(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var bytes = request.OddBytes();
            ShouldCutTheSame(signal, bytes, [.. Enumerable.Range(0, OtlpWalk.Check(signal, bytes).Items).Select(at => (at, 1))]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Theory]
    [MemberData(nameof(Signals))]
    public void Fit_AnyBound_IsTheLargestRangeWithinIt(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var bytes = request.OddBytes();
            var items = OtlpWalk.Check(signal, bytes).Items;
            var cursor = ItemCursor.Start(signal, bytes);
            for (var bound = 1L; cursor.RestItems > 0; bound = (bound * 7) + 13)
            {
                var fits = cursor.Fit(bytes, cursor.RestItems, bound);
                fits.ShouldBe(SlowFit(signal, bytes, cursor.Position, cursor.RestItems, bound));
                cursor = cursor.Advance(bytes, Math.Max(1, fits), out _, out _);
            }

            cursor.Position.ShouldBe(items);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Theory]
    [InlineData(Signal.Traces, 1, 1)]
    [InlineData(Signal.Traces, 1, 50)]
    [InlineData(Signal.Logs, 7, 3)]
    [InlineData(Signal.Metrics, 1, 1)]
    [InlineData(Signal.Metrics, 5, 4)]
    public void Advance_ManyCuts_PassesEachFieldAFewTimes(Signal signal, int resources, int scopes)
    {
        const int Items = 20_000;
        var request = SampleRequests.Of(signal, Items, seed: 1, resources, scopes);
        var cursor = ItemCursor.Start(signal, request);
        for (var cuts = 0; cursor.RestItems > 2; cuts++)
        {
            cursor = cursor.Advance(request, 2, out _, out _);
        }

        // Ten thousand cuts of two items, and what each piece repeats. Walks from the start would pass 100,000,000 fields.
        cursor.Steps.ShouldBeLessThan(40 * Items);
    }

    [Fact]
    public void Advance_UnknownFieldsOfTheRequest_AreNotPassedAtEveryCut()
    {
        const int Blocks = 3000;
        var request =
            Requests.Join([.. Enumerable.Range(0, Blocks).SelectMany(i => new[] { Requests.Field(9, 1), Requests.WithSpan(0x30, 1) })]);
        var cursor = ItemCursor.Start(Signal.Traces, request);
        while (cursor.RestItems > 1)
        {
            cursor = cursor.Advance(request, 1, out _, out _);
        }

        cursor.Steps.ShouldBeLessThan(20 * Blocks);
    }

    private static int SlowFit(Signal signal, byte[] request, int first, int most, long bound)
    {
        var fits = 0;
        while (fits < most && ItemRange.Measure(signal, request, first, fits + 1).Bytes <= bound)
        {
            fits++;
        }

        return fits;
    }

    private static void ShouldCutTheSame(Signal signal, byte[] request, IReadOnlyList<(int First, int Count)> partition)
    {
        var cursor = ItemCursor.Start(signal, request);
        var rest = OtlpWalk.Check(signal, request).Items;
        foreach (var (first, count) in partition)
        {
            (cursor.Position, cursor.RestItems).ShouldBe((first, rest));
            (cursor.RestBytes, cursor.RestResources).ShouldBe(
                rest == 0 ? (request.Length, cursor.RestResources) : ItemRange.Measure(signal, request, first, rest));
            if (count == 0)
            {
                continue;
            }

            var into = new SegmentList();
            var bytes = cursor.Gather(request, count, into);
            Convert.ToHexString(RangePieces.ToArray(into)).ShouldBe(Convert.ToHexString(RangePieces.Gather(signal, request, first, count)));
            into.TotalBytes.ShouldBe(bytes);
            cursor = cursor.Advance(request, count, out var measured, out var resources);
            (measured, resources).ShouldBe(ItemRange.Measure(signal, request, first, count));
            rest -= count;
        }
    }
}
