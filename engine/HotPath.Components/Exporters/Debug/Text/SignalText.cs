namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Writes one signal's resources, scopes and items at one verbosity.</summary>
internal abstract class SignalText
{
    protected SignalText(TextBuffer into) => Into = into;

    /// <summary>Where the text goes.</summary>
    public TextBuffer Into { get; }

    /// <summary>A resource block's beginning.</summary>
    /// <param name="index">Which one of the batch, from 0.</param>
    /// <param name="block"><c>{ resource = 1; repeated scope block = 2; schema_url = 3 }</c>, of all three signals.</param>
    public abstract void AddResource(int index, ReadOnlySpan<byte> block);

    /// <summary>A scope block's beginning.</summary>
    /// <param name="index">Which one of its resource, from 0.</param>
    /// <param name="block"><c>{ scope = 1; repeated item = 2; schema_url = 3 }</c>, of all three signals.</param>
    public abstract void AddScope(int index, ReadOnlySpan<byte> block);

    /// <summary>A span, a log record, or some of a metric's data points with what the metric says of them all.</summary>
    /// <param name="index">Which one of its scope, from 0.</param>
    /// <param name="item">The message.</param>
    /// <param name="firstPoint">For a metric: the first data point to show.</param>
    /// <param name="points">For a metric: how many.</param>
    public abstract void AddItem(int index, ReadOnlySpan<byte> item, int firstPoint, int points);

    /// <summary>How many items the batch counts in this message: the data points of a metric, else one.</summary>
    public virtual int CountItems(ReadOnlySpan<byte> item) => 1;
}
