namespace HotPath.LoadTests.Sender;

/// <summary>A request that is being sent or waits for its answer.</summary>
internal sealed class OpenStream
{
    /// <summary>When it was meant to be sent.</summary>
    public long Intended { get; init; }

    /// <summary>Spans in it.</summary>
    public int Spans { get; init; }

    /// <summary>Bytes of DATA that the peer still takes on it.</summary>
    public long Window { get; set; }
}
