using System.Collections.Concurrent;

namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>How long a protocol's servers took for their answers. Recorded once a request, at level detailed only. Thread-safe.</summary>
/// <param name="format">The label pairs of a key, formatted; called once for each key.</param>
public sealed class AnswerTimes(Func<AnswerKey, string> format)
{
    private readonly ConcurrentDictionary<AnswerKey, (string Labels, Histogram Times)> _byKey = new();

    /// <summary>An answer was written after so long.</summary>
    public void Record(in AnswerKey key, TimeSpan took)
    {
        if (!_byKey.TryGetValue(key, out (string Labels, Histogram Times) found))
        {
            found = _byKey.GetOrAdd(key, static (key, format) => (format(key), new Histogram(HistogramBounds.Durations)), format);
        }

        found.Times.Record(took.Ticks);
    }

    /// <summary>Every kind of answer so far.</summary>
    internal IEnumerable<(string Labels, Histogram Histogram)> All => _byKey.Values;
}
