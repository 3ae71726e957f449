using HotPath.Core.Memory;

namespace HotPath.Engine.Pipeline;

/// <content>Room for requests that arrive: gates, accounts, and the budget.</content>
internal sealed partial class Intake
{
    /// <inheritdoc/>
    public SlabAccounts? AccountsOf(in ClientInfo client) => _accounts?.Of(client);

    /// <inheritdoc/>
    public Admission Ask(SlabAccounts? accounts = null)
    {
        MemoryBudget budget = _slabs.Budget;
        if (budget.ChargedBytes >= budget.IngressLimitBytes || !GatesAdmit(1))
        {
            return Throttle(UnseenBytes());
        }

        return accounts?.WhoRefuses(1) is { } full ? Admission.Throttled(full.RetryAfter(UnseenBytes()), full.Reason) : Admission.Admitted;
    }

    /// <inheritdoc/>
    public Admission TryRent(int length, out Lease lease, SlabAccounts? accounts = null) => TryRent(length, 0, accounts, out lease);

    /// <inheritdoc/>
    public Admission TryGrow(ref Lease lease, int filled, int length)
    {
        Admission admission = TryRent(length, lease.ChargedBytes, lease.Accounts, out Lease larger);
        if (admission.Kind == AdmissionKind.Admitted)
        {
            lease.Bytes[..filled].CopyTo(larger.Writable);
        }

        lease.Return();
        lease = larger;
        return admission;
    }

    /// <param name="length">Bytes wanted.</param>
    /// <param name="ownBytes">Bytes that the request holds already, and gives back.</param>
    /// <param name="accounts">Who pays.</param>
    /// <param name="lease">The room.</param>
    private Admission TryRent(int length, long ownBytes, SlabAccounts? accounts, out Lease lease)
    {
        lease = default;
        long most = MaxRequestBytes;
        if (length > most)
        {
            return Admission.TooLarge(most);
        }

        if (!GatesAdmit(length))
        {
            return Throttle(length);
        }

        if (accounts?.WhoRefuses(length, ownBytes) is { } full)
        {
            return Admission.Throttled(full.RetryAfter(length), full.Reason);
        }

        return _slabs.TryRent(length, BudgetUse.Ingress, accounts, out lease)
            ? Admission.Admitted
            : Throttle(length);
    }

    private bool GatesAdmit(long bytes)
    {
        foreach (MemoryGate gate in _gates)
        {
            if (!gate.Admits(bytes))
            {
                return false;
            }
        }

        return true;
    }
}
