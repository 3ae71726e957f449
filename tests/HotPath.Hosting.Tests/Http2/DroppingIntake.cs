using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>Takes requests and drops them at once, and counts without allocating.</summary>
internal sealed class DroppingIntake(SlabPool slabs) : IIntake
{
    /// <summary>Requests delivered.</summary>
    public int Delivered { get; private set; }

    /// <summary>Requests refused before they were taken over.</summary>
    public int Refused { get; private set; }

    /// <summary>How often room was asked for.</summary>
    public int Rented { get; private set; }

    public MetadataTable Metadata => MetadataTable.Empty;

    public Signal Signal => Signal.Traces;

    public long MaxRequestBytes => 8 << 20;

    public SlabAccounts? AccountsOf(in ClientInfo client) => null;

    public Admission Ask(SlabAccounts? accounts = null) => Admission.Admitted;

    public Admission TryRent(int length, out Lease lease, SlabAccounts? accounts = null)
    {
        Rented++;
        return slabs.TryRent(length, BudgetUse.Ingress, out lease) ? Admission.Admitted : Admission.Throttled(TimeSpan.FromSeconds(1));
    }

    public Admission TryGrow(ref Lease lease, int filled, int length) => throw new NotSupportedException();

    public ValueTask<Outcome> DeliverAsync(Lease request, Deadline? deadline, CancellationToken cancel, ClientInfo client = default)
    {
        request.Return();
        Delivered++;
        return ValueTask.FromResult(Outcome.Ok);
    }

    public void CountRefused(string reason, long bytes) => Refused++;
}
