using HotPath.Engine.Config;

namespace HotPath.Engine.Pipeline;

/// <summary>One inline processor of a pipeline, and the items that went in and came out. Counts are read from any thread.</summary>
internal sealed class InlineLink
{
    private long _incoming;
    private long _outgoing;
    private long _dropped;

    public InlineLink(ComponentId id, IInlineProcessor processor)
    {
        Id = id;
        Processor = processor;
    }

    /// <summary>The processor's id.</summary>
    public ComponentId Id { get; }

    /// <summary>The processor.</summary>
    public IInlineProcessor Processor { get; }

    /// <summary>Items passed to it.</summary>
    public long Incoming => Volatile.Read(ref _incoming);

    /// <summary>Items that it let pass.</summary>
    public long Outgoing => Volatile.Read(ref _outgoing);

    /// <summary>Items that it dropped, of requests that it did not refuse.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Counts what it dropped of one request.</summary>
    public void CountDropped(int items) => Interlocked.Add(ref _dropped, items);

    /// <summary>Counts one request.</summary>
    public void Count(int incoming, int outgoing)
    {
        Interlocked.Add(ref _incoming, incoming);
        Interlocked.Add(ref _outgoing, outgoing);
    }
}
