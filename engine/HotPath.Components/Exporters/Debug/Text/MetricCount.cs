using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Counts the metrics in a batch, which knows only its data points.</summary>
internal static class MetricCount
{
    /// <summary>The metrics over all parts; one that was split counts in each part that has points of it.</summary>
    public static int Of(Batch batch)
    {
        Counter counter = new();
        RequestText walk = new(counter);
        foreach (Part part in batch.Parts)
        {
            foreach (int _ in walk.Add(part))
            {
                // Counting is all that is wanted of the walk.
            }
        }

        return counter.Metrics;
    }

    private sealed class Counter : SignalText
    {
        public Counter()
            : base(new TextBuffer())
        {
        }

        public int Metrics { get; private set; }

        public override int CountItems(ReadOnlySpan<byte> item) => MetricShape.Of(item).CountPoints();

        public override void AddItem(int index, ReadOnlySpan<byte> item, int firstPoint, int points) => Metrics++;

        public override void AddResource(int index, ReadOnlySpan<byte> block)
        {
        }

        public override void AddScope(int index, ReadOnlySpan<byte> block)
        {
        }
    }
}
