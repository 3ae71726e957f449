using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Requests;

/// <summary>
/// The largest message that one intake takes on one server: the configured size, or a request's share of the budget if that is less.
/// </summary>
/// <param name="ConfiguredBytes">The configured size, in bytes.</param>
/// <param name="Key">The key that configures it, for whoever is told to raise it.</param>
/// <param name="Intake">Knows the share of the budget.</param>
/// <param name="Accounts">Who pays for the request besides the budget; null if nobody.</param>
internal readonly record struct MessageLimit(int ConfiguredBytes, string Key, IIntake Intake, SlabAccounts? Accounts = null)
{
    /// <summary>Refuses a size over the limit, before anything is reserved for it; null if it may come.</summary>
    /// <param name="bytes">The size.</param>
    /// <param name="when">Nothing, or " after decompression".</param>
    public Refusal? Refuse(long bytes, string when = "")
    {
        if (bytes > ConfiguredBytes)
        {
            string message = $"received message{when} larger than max ({bytes} vs. {ConfiguredBytes} bytes): "
                + $"send smaller batches, or raise {Key} of the receiver";
            return new Refusal(new RpcStatus(RpcCode.ResourceExhausted, message), RefuseReason.TooLarge);
        }

        if (bytes > Intake.MaxRequestBytes)
        {
            string message = RpcStatus.OverBudget(bytes, Intake.MaxRequestBytes);
            return new Refusal(new RpcStatus(RpcCode.ResourceExhausted, message), RefuseReason.TooLarge);
        }

        return null;
    }

    /// <summary>Refuses a request of which only the headers have come, if nothing of it could be held; null if its body may come.</summary>
    public Refusal? RefuseUnseen() => Admitted(Intake.Ask(Accounts), 1, out Refusal refusal) ? null : refusal;

    /// <summary>Rents room; on false nothing is held.</summary>
    public bool TryRent(int bytes, out Lease lease, out Refusal refusal) =>
        Admitted(Intake.TryRent(bytes, out lease, Accounts), bytes, out refusal);

    /// <summary>Makes a lease larger; on false it has been returned and is <c>default</c>.</summary>
    public bool TryGrow(ref Lease lease, int filled, int bytes, out Refusal refusal) =>
        Admitted(Intake.TryGrow(ref lease, filled, bytes), bytes, out refusal);

    private static bool Admitted(in Admission admission, int bytes, out Refusal refusal)
    {
        refusal = default;
        if (admission.Kind == AdmissionKind.Admitted)
        {
            return true;
        }

        string reason = admission.Kind == AdmissionKind.TooLarge ? RefuseReason.TooLarge : admission.Reason ?? RefuseReason.Memory;
        refusal = new Refusal(RpcStatus.Of(admission, bytes), reason);
        return false;
    }
}
