using System.Runtime.CompilerServices;
using HotPath.Core;
using HotPath.Core.Memory;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// What a host holds for good: behind it stands the intake of the graph that runs, and a reload puts another there. A request is one
/// graph's from the moment it is whole; room that was rented before is the process's, whichever intake gave it.
/// </summary>
internal sealed class SwitchedIntake : IIntake
{
    private volatile Intake? _now;
    private volatile bool _isServed;

    public SwitchedIntake(Signal signal) => Signal = signal;

    /// <inheritdoc/>
    public Signal Signal { get; }

    /// <inheritdoc/>
    public bool IsServed => _isServed;

    /// <inheritdoc/>
    public long MaxRequestBytes => _now?.MaxRequestBytes ?? 0;

    /// <inheritdoc/>
    public bool MayWait => _now?.MayWait == true;

    /// <inheritdoc/>
    public MetadataTable Metadata => _now?.Metadata ?? MetadataTable.Empty;

    /// <summary>The intake that requests go to now; null before the first.</summary>
    public Intake? Now => _now;

    /// <summary>Sends requests to another intake from here.</summary>
    public void SwitchTo(Intake next)
    {
        _now = next;
        _isServed = true;
    }

    /// <summary>No pipeline takes the signal any more: new requests find nothing here; those under way end where they are.</summary>
    public void Withdraw() => _isServed = false;

    /// <inheritdoc/>
    public SlabAccounts? AccountsOf(in ClientInfo client) => _now?.AccountsOf(client);

    /// <inheritdoc/>
    public Admission Ask(SlabAccounts? accounts = null) => _now?.Ask(accounts) ?? Admission.Throttled(DrainDelay.Shortest);

    /// <inheritdoc/>
    public bool KeepsGzip(long bytes) => _now?.KeepsGzip(bytes) == true;

    /// <inheritdoc/>
    public Admission TryRent(int length, out Lease lease, SlabAccounts? accounts = null)
    {
        if (_now is { } now)
        {
            return now.TryRent(length, out lease, accounts);
        }

        lease = default;
        return Admission.Throttled(DrainDelay.Shortest);
    }

    /// <inheritdoc/>
    public Admission TryGrow(ref Lease lease, int filled, int length) => _now!.TryGrow(ref lease, filled, length);

    /// <inheritdoc/>
    public void CountRefused(string reason, long bytes) => _now?.CountRefused(reason, bytes);

    /// <inheritdoc/>
    public ValueTask<Outcome> DeliverAsync(Lease request, Deadline? deadline, CancellationToken cancel, ClientInfo client = default)
    {
        while (_now is { } now)
        {
            if (client.HasMetadata && !client.Metadata.Keys.Covers(now.Metadata.Keys))
            {
                return ValueTask.FromResult(Refuse(now, request, "its headers were read before the configuration was reloaded"));
            }

            if (now.Turnstile.TryEnter())
            {
                return DeliverInside(now, request, deadline, cancel, client);
            }

            if (ReferenceEquals(now, _now))
            {
                return ValueTask.FromResult(Refuse(now, request, "the configuration was reloaded, and no pipeline takes it any more"));
            }
        }

        throw new InvalidOperationException("a request was delivered to an intake that was never served");
    }

    private static ValueTask<Outcome> DeliverInside(
        Intake now, Lease request, Deadline? deadline, CancellationToken cancel, in ClientInfo client)
    {
        ValueTask<Outcome> delivered;
        try
        {
            delivered = now.DeliverAsync(request, deadline, cancel, client);
        }
        catch
        {
            now.Turnstile.Leave();
            throw;
        }

        if (!delivered.IsCompletedSuccessfully)
        {
            return LeaveAfterAsync(now, delivered);
        }

        now.Turnstile.Leave();
        return delivered;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Outcome> LeaveAfterAsync(Intake now, ValueTask<Outcome> delivered)
    {
        try
        {
            return await delivered;
        }
        finally
        {
            now.Turnstile.Leave();
        }
    }

    /// <summary>Its sender has it still, and sends it again to the plan that runs.</summary>
    private static Outcome Refuse(Intake now, Lease request, string why)
    {
        now.CountRefused(RefuseReason.Reloaded, request.Length);
        request.Return();
        return Outcome.Retryable(why) with { RetryAfter = DrainDelay.Shortest };
    }
}
