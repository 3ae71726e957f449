using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Edits;

/// <summary>Random edits on random requests, oddly encoded ones too, against the same edits on Google.Protobuf's objects.</summary>
public class OverlayPropertyTests
{
    private const IndexDepth Everything = (IndexDepth)~0;
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(400);

    public static TheoryData<Signal, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<Signal, bool, bool>();
            foreach (Signal signal in SampleRequests.Signals)
            {
                cases.Add(signal, false, false);
                cases.Add(signal, false, true);
                cases.Add(signal, true, false);
                cases.Add(signal, true, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Materialise_RandomEdits_GivesWhatTheObjectsGive(Signal signal, bool isOdd, bool drops) =>
        Prop.ForAll(
            OtlpArbitrary.Of(signal),
            request => Check(signal, isOdd ? request.OddBytes() : request.PlainBytes(), request.Seed, drops, Everything))
            .Check(Thorough);

    /// <summary>Without the places of fields they are searched for; without events, edits on other owners are the same.</summary>
    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Materialise_ByAnIndexWithoutFieldPlaces_GivesWhatTheObjectsGive(Signal signal) =>
        Prop.ForAll(
            OtlpArbitrary.Of(signal), request => Check(signal, request.OddBytes(), request.Seed, true, Everything & ~(IndexDepth)256))
            .Check(Thorough);

    private static void Check(Signal signal, byte[] bytes, int seed, bool drops, IndexDepth depth)
    {
        WalkResult walk = OtlpWalk.Check(signal, bytes);
        walk.Fault.ShouldBe(WireFault.None);
        using var slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28), tracking: true);
        slabs.TryRent(bytes.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        bytes.CopyTo(lease.Writable);
        var index = new RequestIndex();
        index.Build(signal, lease, depth, slabs);
        var model = new EditModel(signal, OtlpOracle.TryParse(signal, bytes).ShouldNotBeNull());
        (index.Resources.Length, index.Scopes.Length, index.Items.Length).ShouldBe((walk.Resources, walk.Scopes, walk.Items));
        index.Events.Length.ShouldBe(model.Count(OwnerKind.Event));
        index.Links.Length.ShouldBe(model.Count(OwnerKind.Link));

        var overlay = new Overlay();
        overlay.Begin(index, slabs);
        var random = new Random(seed);
        var edits = new RandomEdits(model, overlay, random);
        edits.ShouldReadAlike();
        edits.Apply(random.Next(1, 60), drops);
        edits.ShouldReadAlike();
        overlay.TryMaterialise(slabs, BudgetUse.Egress, out Lease edited).ShouldBeTrue();

        byte[] written = edited.Bytes.ToArray();
        WalkResult after = OtlpWalk.Check(signal, written);
        after.ShouldBe(
            new WalkResult(WireFault.None, 0, walk.Resources - overlay.DroppedResources, after.Scopes, walk.Items - overlay.DroppedItems));
        Sorted(signal, OtlpOracle.TryParse(signal, written).ShouldNotBeNull()).ShouldBe(Sorted(signal, model.Request));
        lease.Bytes.SequenceEqual(bytes).ShouldBeTrue("a slab is never written");
        overlay.Clear();
        index.Clear();
        edited.Return();
        lease.Return();
    }

    /// <summary>
    /// With each owner's attributes in an order of their own: removing one moves the last, in the model, and leaves the bytes alone.
    /// </summary>
    private static IMessage Sorted(Signal signal, IMessage request)
    {
        foreach (ModelOwner owner in new EditModel(signal, request).Owners)
        {
            if (owner.Attributes(make: false) is { Count: > 1 } attributes)
            {
                KeyValue[] sorted = [.. attributes.OrderBy(a => Convert.ToHexString(a.ToByteArray()), StringComparer.Ordinal)];
                for (int i = 0; i < sorted.Length; i++)
                {
                    attributes[i] = sorted[i];
                }
            }
        }

        return request;
    }
}
