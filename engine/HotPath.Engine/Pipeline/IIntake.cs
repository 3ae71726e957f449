using HotPath.Core;
using HotPath.Core.Memory;

namespace HotPath.Engine.Pipeline;

/// <summary>What a receiver host talks to: one per receiver and signal. Every member is thread-safe.</summary>
public interface IIntake
{
    /// <summary>The signal this intake takes.</summary>
    Signal Signal { get; }

    /// <summary>False while no pipeline takes this signal from the receiver; a reload may change it.</summary>
    bool IsServed => true;

    /// <summary>
    /// True if a request may wait for a backend's answer, or for room in a queue that makes it wait: then a late answer does not tell how
    /// busy this process is.
    /// </summary>
    bool MayWait => false;

    /// <summary>The largest request ever taken, in wire bytes after decompression: an eighth of the budget.</summary>
    long MaxRequestBytes { get; }

    /// <summary>The metadata that some component behind this intake reads, and what requests said of it lately.</summary>
    MetadataTable Metadata { get; }

    /// <summary>
    /// Who pays for this client's requests besides the budget (tenants, pipelines); null if no account is kept. A host asks once for each
    /// request, as soon as its headers are known, and says so whenever it asks for room.
    /// </summary>
    SlabAccounts? AccountsOf(in ClientInfo client);

    /// <summary>
    /// Whether a request that has only been announced may come: anything but Admitted if the gates, the budget or an account have no room
    /// for a single byte, so that its body need not be sent in vain. Holds nothing and promises nothing.
    /// </summary>
    Admission Ask(SlabAccounts? accounts = null);

    /// <summary>
    /// Asks for room for <paramref name="length"/> bytes. Gates, accounts and budget decide; on anything but Admitted nothing is held.
    /// A host asks for min(declared, 256 KiB) first and grows when those bytes have arrived.
    /// </summary>
    Admission TryRent(int length, out Lease lease, SlabAccounts? accounts = null);

    /// <summary>
    /// Replaces <paramref name="lease"/> by a larger one on the same accounts and copies its first <paramref name="filled"/> bytes over. On
    /// anything but Admitted the old lease has been returned and <paramref name="lease"/> is <c>default</c>: nobody waits for budget while
    /// holding any.
    /// </summary>
    Admission TryGrow(ref Lease lease, int filled, int length);

    /// <summary>
    /// Whether a message should keep the gzip it came in (<see cref="Lease.Kept"/>), with room of so many bytes for both: some exporter
    /// behind this intake can send it on. If <see cref="TryRent"/> then has no such room, the message is asked room for alone.
    /// </summary>
    bool KeepsGzip(long bytes) => false;

    /// <summary>
    /// Hands over a whole request; the lease is the engine's from here, whatever the outcome. Checks, counts, and publishes to every
    /// pipeline or none. <paramref name="deadline"/> is the sender's own (null = none): no wait passes it. <paramref name="client"/> is who
    /// sent it, with the metadata of <see cref="Metadata"/>'s keys if the receiver includes it.
    /// </summary>
    ValueTask<Outcome> DeliverAsync(Lease request, Deadline? deadline, CancellationToken cancel, ClientInfo client = default);

    /// <summary>
    /// Counts a request that the host refused before it could be delivered: its bytes as far as known, and a reason such as
    /// <c>too_large</c>, <c>memory</c>, <c>bad_encoding</c>, <c>aborted</c>.
    /// </summary>
    void CountRefused(string reason, long bytes);
}
