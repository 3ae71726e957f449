namespace HotPath.Engine.Telemetry.Tracing;

/// <summary>The last few operations of one kind. Thread-safe: what is added is rare.</summary>
internal sealed class SampleRing(int capacity)
{
    private readonly Lock _lock = new();
    private readonly OperationSample[] _samples = new OperationSample[capacity];
    private long _added;

    /// <summary>What is kept, the latest first.</summary>
    public IReadOnlyList<OperationSample> Latest
    {
        get
        {
            lock (_lock)
            {
                int kept = (int)Math.Min(_added, _samples.Length);
                return [.. Enumerable.Range(1, kept).Select(back => _samples[(_added - back) % _samples.Length])];
            }
        }
    }

    /// <summary>Keeps one, in the oldest's place.</summary>
    public void Add(in OperationSample sample)
    {
        lock (_lock)
        {
            _samples[_added++ % _samples.Length] = sample;
        }
    }
}
