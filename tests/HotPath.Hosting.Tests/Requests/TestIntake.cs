using System.Collections.Concurrent;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Tests.Grpc;

namespace HotPath.Hosting.Tests.Requests;

/// <summary>
/// An engine in miniature: real slabs from a tracking pool, and verdicts that a test scripts. It keeps what was delivered, what was refused
/// before that, and what room was asked for.
/// </summary>
internal sealed class TestIntake(Signal signal, SlabPool slabs) : IIntake, IDisposable
{
    private readonly SemaphoreSlim _rented = new(0);
    private readonly SemaphoreSlim _refused = new(0);

    public Signal Signal => signal;

    public long MaxRequestBytes { get; set; } = 256L << 20;

    public bool MayWait { get; set; }

    /// <summary>The verdict on a delivered message.</summary>
    public Func<byte[], CancellationToken, ValueTask<Outcome>> Verdict { get; set; } = (_, _) => ValueTask.FromResult(Outcome.Ok);

    /// <summary>The answer to a request for so many bytes; Admitted still needs the pool's consent.</summary>
    public Func<int, Admission> Admit { get; set; } = _ => Admission.Admitted;

    /// <summary>The answer to a request that has only been announced.</summary>
    public Func<Admission> AdmitUnseen { get; set; } = () => Admission.Admitted;

    /// <summary>Whether the gzip of messages is to be kept.</summary>
    public Func<long, bool> Keeps { get; set; } = _ => false;

    public ConcurrentQueue<byte[]> Delivered { get; } = new();

    public ConcurrentQueue<Deadline?> Deadlines { get; } = new();

    /// <summary>Who sent each delivered message.</summary>
    public ConcurrentQueue<ClientInfo> Clients { get; } = new();

    public MetadataTable Metadata { get; set; } = MetadataTable.Empty;

    public ConcurrentQueue<(string Reason, long Bytes)> Refused { get; } = new();

    /// <summary>Bytes asked for, in order: first requests and growths.</summary>
    public ConcurrentQueue<int> Asked { get; } = new();

    public SlabAccounts? AccountsOf(in ClientInfo client) => null;

    public Admission Ask(SlabAccounts? accounts = null) => AdmitUnseen();

    public bool KeepsGzip(long bytes) => Keeps(bytes);

    public Admission TryRent(int length, out Lease lease, SlabAccounts? accounts = null)
    {
        lease = default;
        Asked.Enqueue(length);
        Admission admission = Admit(length);
        if (admission.Kind == AdmissionKind.Admitted && !slabs.TryRent(length, BudgetUse.Ingress, out lease))
        {
            admission = Admission.Throttled(TimeSpan.FromSeconds(1));
        }

        _rented.Release();
        return admission;
    }

    public Admission TryGrow(ref Lease lease, int filled, int length)
    {
        Admission admission = TryRent(length, out Lease larger);
        if (admission.Kind == AdmissionKind.Admitted)
        {
            lease.Bytes[..filled].CopyTo(larger.Writable);
        }

        lease.Return();
        lease = larger;
        return admission;
    }

    public async ValueTask<Outcome> DeliverAsync(Lease request, Deadline? deadline, CancellationToken cancel, ClientInfo client = default)
    {
        byte[] bytes = request.Bytes.ToArray();
        try
        {
            Delivered.Enqueue(bytes);
            Deadlines.Enqueue(deadline);
            Clients.Enqueue(client);
            return await Verdict(bytes, cancel);
        }
        finally
        {
            request.Return();
        }
    }

    public void CountRefused(string reason, long bytes)
    {
        Refused.Enqueue((reason, bytes));
        _refused.Release();
    }

    /// <summary>Waits until room was asked for once more.</summary>
    public async Task WhenAskedAsync() => (await _rented.WaitAsync(GrpcRig.Patience)).ShouldBeTrue("nobody asked for room");

    /// <summary>Waits until a request was refused once more.</summary>
    public async Task WhenRefusedAsync() => (await _refused.WaitAsync(GrpcRig.Patience)).ShouldBeTrue("nothing was refused");

    public void Dispose()
    {
        _rented.Dispose();
        _refused.Dispose();
    }
}
