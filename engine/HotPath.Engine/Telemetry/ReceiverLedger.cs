namespace HotPath.Engine.Telemetry;

/// <summary>
/// The counts of one receiver, signal and transport. What was read and taken over counts in items; what was refused unread counts in
/// requests and bytes, since nobody knows its items: the ledger holds no estimates. Thread-safe.
/// </summary>
public sealed class ReceiverLedger
{
    private long _acceptedRequests;
    private long _acceptedItems;
    private long _acceptedBytes;
    private long _refusedItems;

    /// <summary>Makes the ledger of one receiver.</summary>
    public ReceiverLedger(string receiver, string signal, string transport)
    {
        Receiver = receiver;
        Signal = signal;
        Transport = transport;
    }

    /// <summary>The receiver's id.</summary>
    public string Receiver { get; }

    /// <summary>The signal: <c>traces</c>, <c>metrics</c>, <c>logs</c>.</summary>
    public string Signal { get; }

    /// <summary>How requests come: <c>grpc</c>, <c>http</c>.</summary>
    public string Transport { get; }

    /// <summary>Requests taken over, empty ones included.</summary>
    public long AcceptedRequests => Volatile.Read(ref _acceptedRequests);

    /// <summary>Items taken over.</summary>
    public long AcceptedItems => Volatile.Read(ref _acceptedItems);

    /// <summary>Wire bytes taken over, after decompression; with <see cref="AcceptedItems"/> they tell an item's mean size.</summary>
    public long AcceptedBytes => Volatile.Read(ref _acceptedBytes);

    /// <summary>Items of requests that were read and counted, and then refused (no slot in time, an exporter's verdict).</summary>
    public long RefusedItems => Volatile.Read(ref _refusedItems);

    /// <summary>Requests refused, by reason.</summary>
    public ReasonCounts RefusedRequests { get; } = new();

    /// <summary>Bytes of refused requests as far as they were known, by reason.</summary>
    public ReasonCounts RefusedBytes { get; } = new();

    /// <summary>A request was taken over.</summary>
    public void CountAccepted(int items, long bytes)
    {
        Interlocked.Increment(ref _acceptedRequests);
        Interlocked.Add(ref _acceptedBytes, bytes);
        Interlocked.Add(ref _acceptedItems, items);
    }

    /// <summary>A request was refused before its items were counted (<paramref name="items"/> = 0), or after.</summary>
    public void CountRefused(string reason, long bytes, int items = 0)
    {
        RefusedRequests.Add(reason, 1);
        RefusedBytes.Add(reason, bytes);
        Interlocked.Add(ref _refusedItems, items);
    }
}
