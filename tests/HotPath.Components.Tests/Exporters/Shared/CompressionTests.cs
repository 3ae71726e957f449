using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Compression;

namespace HotPath.Components.Tests.Exporters.Shared;

/// <summary>Batches compressed into slabs of the egress reserve, whatever the codec.</summary>
public sealed class CompressionTests
{
    public static TheoryData<string> Names => [.. CodecBytes.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void TryFill_WithoutRoom_IsFalseAndHoldsNothing(string name)
    {
        const int LimitBytes = 1 << 20;
        var budget = new MemoryBudget(LimitBytes, LimitBytes);
        using var slabs = new SlabPool(budget, tracking: true);

        // Random bytes, which no codec makes smaller: they need more than the chunk or two that are left.
        byte[] bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        Batch batch = Batch(slabs, bytes);
        long held = budget.ChargedBytes;
        slabs.TryRent(LimitBytes - (int)held - (2 * 64 * 1024), BudgetUse.Egress, out Lease others).ShouldBeTrue();
        using var message = new OtlpMessage(slabs);
        var compression = new Compression(name, CodecBytes.All[name]);

        message.TryFill(batch, compression).ShouldBeFalse();
        message.Clear();
        budget.ChargedBytes.ShouldBe(held + others.ChargedBytes);

        // With the room back, the same message and the same encoder do.
        others.Return();
        message.TryFill(batch, compression).ShouldBeTrue();
        byte[] made = [.. Enumerable.Range(0, message.Count).SelectMany(i => message[i].ToArray())];
        CodecBytes.Decompress(CodecBytes.All[name], made).AsSpan().SequenceEqual(bytes).ShouldBeTrue();
        message.Clear();
        batch.Release();
    }

    [Fact]
    public void IsThere_WithoutTheLibrary_IsAnErrorThatNamesThePackage()
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText("{compression: zstd}", "t.yaml", errors), errors);

        CompressionConfig.IsThere(map, "zstd", CodecBytes.Missing).ShouldBeFalse();

        errors.Errors.ShouldHaveSingleItem().Message.ShouldContain("install the Debian package libnosuchcodec7");
    }

    private static Batch Batch(SlabPool slabs, byte[] request)
    {
        Batch batch = new BatchPool().Rent(Signal.Traces);
        slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        request.CopyTo(lease.Writable);
        batch.Add(new Part(lease, 0, 1, request.Length, 1, IsWhole: true));
        return batch;
    }
}
