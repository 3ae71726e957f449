using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;
using HotPath.Testing.Compression;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Requests;

/// <summary>When the gzip of a message is kept behind it, and that it never costs a request its place.</summary>
public sealed class CompressedMessageTests : IDisposable
{
    private const int MaxBytes = 4 << 20;

    private static readonly byte[] Large = SampleRequests.Traces(spans: 500, seed: 1);

    private readonly SlabPool _slabs = new(new MemoryBudget(1 << 26, 1 << 26), tracking: true);
    private readonly TestIntake _intake;

    public CompressedMessageTests() => _intake = new TestIntake(Signal.Traces, _slabs) { Keeps = _ => true };

    [Fact]
    public void Gzip_OfALargeMessage_IsKept()
    {
        using Kept kept = Decompress(Codec.Gzip, Large);
        kept.Message.Kept.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void Gzip_OfAMessageThatGrowsInSteps_IsKept()
    {
        byte[] zeros = new byte[1 << 20];
        using Kept kept = Decompress(Codec.Gzip, zeros);
        _intake.Asked.Count.ShouldBeGreaterThan(2);
        kept.Message.Kept.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void Gzip_ThatNobodyWants_IsNotKept()
    {
        _intake.Keeps = _ => false;
        using Kept unwanted = Decompress(Codec.Gzip, Large);
        unwanted.Message.Kept.IsEmpty.ShouldBeTrue("no exporter, or memory is short");
        _intake.Keeps = _ => true;
        using Kept json = Decompress(Codec.Gzip, Large, mayKeep: false);
        json.Message.Kept.IsEmpty.ShouldBeTrue("it is to become something else");
        using Kept zlib = Decompress(Codec.Zlib, Large);
        zlib.Message.Kept.IsEmpty.ShouldBeTrue("other codecs");
        using Kept small = Decompress(Codec.Gzip, SampleRequests.Traces(spans: 5, seed: 1));
        small.Message.Kept.IsEmpty.ShouldBeTrue("small messages get smaller together");
    }

    [Fact]
    public void Gzip_ThatIsHardlySmaller_IsNotKept()
    {
        byte[] noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        using Kept kept = Decompress(Codec.Gzip, noise);
        kept.Message.Kept.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Gzip_WithRoomForTheMessageAlone_IsTakenAndNotKept()
    {
        _intake.Admit = bytes => bytes <= Large.Length ? Admission.Admitted : Admission.Throttled(TimeSpan.FromSeconds(1));
        using Kept kept = Decompress(Codec.Gzip, Large);
        kept.Message.Kept.IsEmpty.ShouldBeTrue();
        _intake.Asked.Max().ShouldBeGreaterThan(Large.Length, "it was tried");
    }

    [Fact]
    public void Gzip_OfExactlyTheLimit_IsTaken()
    {
        byte[] message = new byte[MaxBytes];
        using Kept kept = Decompress(Codec.Gzip, message);
        kept.Message.Length.ShouldBe(MaxBytes);
    }

    public void Dispose()
    {
        _intake.Dispose();
        _slabs.Dispose();
    }

    private Kept Decompress(Codec codec, byte[] message, bool mayKeep = true)
    {
        byte[] compressed = CodecBytes.Compress(codec, message);
        _slabs.TryRent(compressed.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        compressed.CopyTo(lease.Writable);
        var limit = new MessageLimit(MaxBytes, "max_recv_msg_size_mib", _intake);
        CompressedMessage.TryDecompress(codec, lease, limit, mayKeep, out Lease taken, out _).ShouldBeTrue();
        taken.Bytes.SequenceEqual(message).ShouldBeTrue();
        return new Kept(taken);
    }

    private sealed record Kept(Lease Message) : IDisposable
    {
        public void Dispose() => Message.Return();
    }
}
