using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Compression;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.Shared;

/// <summary>Batches whose parts keep the gzip they came in: sent on as it is, joined with what must be compressed.</summary>
public sealed class GzipJoinTests : IDisposable
{
    private readonly SlabPool _slabs = new(new MemoryBudget(1 << 28, 1 << 28), tracking: true);
    private readonly BatchPool _batches = new();

    [Fact]
    public void TryFill_AllKept_IsTheSendersGzip()
    {
        byte[][] requests = [.. Enumerable.Range(0, 5).Select(i => SampleRequests.Traces(100 + i, seed: i))];
        Batch batch = Batch([.. requests.Select(request => Kept(request, level: 9))]);

        byte[] made = Make(batch, Compression.Gzip, out long rented);

        SinkBytes.OfHttp("gzip", made).ShouldBe([.. requests.SelectMany(request => request)]);
        int sent = requests.Sum(request => CodecBytes.Compress(Codec.Gzip, request, level: 9).Length);
        made.Length.ShouldBeLessThan(sent, "five headers and trailers less, five ends of blocks more");
        rented.ShouldBe(0, "nothing was compressed");
        batch.Release();
    }

    [Fact]
    public void TryFill_SomeKept_CompressesTheOthersBetweenThem()
    {
        foreach (string pattern in (string[])["kp", "pk", "pkp", "kppk", "ppkkpp", "kpkpkpk"])
        {
            byte[][] requests = [.. pattern.Select((_, i) => SampleRequests.Traces(1 + (i * 70), seed: i))];
            Batch batch = Batch([.. pattern.Select((kind, i) => kind == 'k' ? Kept(requests[i], level: 6) : Plain(requests[i]))]);

            byte[] made = Make(batch, Compression.Gzip, out long rented);

            SinkBytes.OfHttp("gzip", made).ShouldBe([.. requests.SelectMany(request => request)], pattern);
            rented.ShouldBeGreaterThan(0);
            batch.Release();
        }
    }

    [Fact]
    public void TryFill_OfACutRequest_CompressesThePieceAndSendsTheRestOn()
    {
        byte[] first = SampleRequests.Traces(100, seed: 1);
        byte[] second = SampleRequests.Traces(100, seed: 2);
        Batch rest = Batch(Kept(first, level: 6), Kept(second, level: 6));
        Batch head = _batches.Rent(Signal.Traces);
        rest.MoveFirst(30, head);

        // Field for field: a cut writes new lengths around its items.
        byte[][] messages =
            [.. new[] { head, rest }.Select(batch => SinkBytes.OfHttp("gzip", Make(batch, Compression.Gzip, out _)))];
        CanonicalItems.ShouldBeSameMultiset(CanonicalItems.Of(Signal.Traces, messages), CanonicalItems.Of(Signal.Traces, [first, second]));
        GzipJoin.Has(head).ShouldBeFalse();
        GzipJoin.Has(rest).ShouldBeTrue();
        head.Release();
        rest.Release();
    }

    [Fact]
    public void TryFill_Twice_IsTheSameBytes()
    {
        Batch batch = Batch(Kept(SampleRequests.Traces(50, seed: 1), level: 6), Plain(SampleRequests.Traces(50, seed: 2)));
        Make(batch, Compression.Gzip, out _).ShouldBe(Make(batch, Compression.Gzip, out _), "a retry");
        batch.Release();
    }

    [Fact]
    public void TryFill_AtALevelOfItsOwn_CompressesAgain()
    {
        byte[] request = SampleRequests.Traces(200, seed: 1);
        Batch batch = Batch(Kept(request, level: 1));
        var smallest = new Compression("gzip", Codec.Gzip, DeflateLevel.Smallest);

        Make(batch, smallest, out _).ShouldBe(CodecBytes.Compress(Codec.Gzip, request, DeflateLevel.Smallest));
        Make(batch, Compression.None, out _).ShouldBe(request);
        batch.Release();
    }

    [Fact]
    public void TryFill_WithoutRoom_IsFalseAndHoldsNothing()
    {
        var budget = new MemoryBudget(1 << 20, 1 << 20);
        using var slabs = new SlabPool(budget, tracking: true);
        Lease kept = KeptMessages.Rent(slabs, CodecBytes.Compress(Codec.Gzip, SampleRequests.Traces(50, seed: 1)));
        byte[] noise = new byte[300_000];
        new Random(1).NextBytes(noise);
        slabs.TryRent(noise.Length, BudgetUse.Ingress, out Lease plain).ShouldBeTrue();
        noise.CopyTo(plain.Writable);
        Batch batch = Batch(kept, plain);
        long held = budget.ChargedBytes;
        slabs.TryRent((1 << 20) - (int)held - (2 * 64 * 1024), BudgetUse.Egress, out Lease others).ShouldBeTrue();
        using var message = new OtlpMessage(slabs);

        message.TryFill(batch, Compression.Gzip).ShouldBeFalse();
        message.Clear();
        budget.ChargedBytes.ShouldBe(held + others.ChargedBytes);
        others.Return();
        batch.Release();
    }

    public void Dispose() => _slabs.Dispose();

    private Lease Kept(byte[] request, int level) => KeptMessages.Rent(_slabs, CodecBytes.Compress(Codec.Gzip, request, level));

    private Lease Plain(byte[] request)
    {
        _slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        request.CopyTo(lease.Writable);
        return lease;
    }

    private Batch Batch(params ReadOnlySpan<Lease> requests)
    {
        Batch batch = _batches.Rent(Signal.Traces);
        foreach (Lease request in requests)
        {
            WalkResult walk = OtlpWalk.Check(Signal.Traces, request.Bytes);
            batch.Add(new Part(request, 0, walk.Items, request.Length, walk.Resources, IsWhole: true));
        }

        return batch;
    }

    private byte[] Make(Batch batch, Compression compression, out long rented)
    {
        long before = _slabs.OutstandingLeases;
        using var message = new OtlpMessage(_slabs);
        message.TryFill(batch, compression).ShouldBeTrue();
        rented = _slabs.OutstandingLeases - before;
        message.IsCompressed.ShouldBe(compression.IsOn);
        byte[] made = [.. Enumerable.Range(0, message.Count).SelectMany(i => message[i].ToArray())];
        message.Length.ShouldBe(made.Length);
        message.Clear();
        return made;
    }
}
