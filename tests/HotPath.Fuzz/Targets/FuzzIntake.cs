using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// An engine in miniature for hosts that are fuzzed: slabs from a tracking pool, and a verdict that depends on the message alone. Keeps
/// what
/// was delivered.
/// </summary>
internal sealed class FuzzIntake(Signal signal, SlabPool slabs) : IIntake
{
    public Signal Signal => signal;

    public long MaxRequestBytes => 1 << 20;

    public MetadataTable Metadata => MetadataTable.Empty;

    public List<byte[]> Delivered { get; } = [];

    public int Refused { get; private set; }

    public void Clear()
    {
        Delivered.Clear();
        Refused = 0;
    }

    public SlabAccounts? AccountsOf(in ClientInfo client) => null;

    public Admission Ask(SlabAccounts? accounts = null) => Admission.Admitted;

    public Admission TryRent(int length, out Lease lease, SlabAccounts? accounts = null) =>
        slabs.TryRent(length, BudgetUse.Ingress, out lease)
        ? Admission.Admitted
        : Admission.Throttled(TimeSpan.FromSeconds(1));

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

    public ValueTask<Outcome> DeliverAsync(Lease request, Deadline? deadline, CancellationToken cancel, ClientInfo client = default)
    {
        byte[] bytes = request.IsHeld ? request.Bytes.ToArray() : [];
        if (request.IsHeld)
        {
            request.Return();
        }

        Delivered.Add(bytes);
        Outcome outcome = (bytes.Length == 0 ? 0 : bytes[0] % 5) switch
        {
            1 => Outcome.Throttled(TimeSpan.FromSeconds(2)),
            2 => Outcome.Permanent("no"),
            3 => Outcome.Retryable("later"),
            _ => Outcome.Ok,
        };
        return ValueTask.FromResult(outcome);
    }

    public void CountRefused(string reason, long bytes) => Refused++;
}
