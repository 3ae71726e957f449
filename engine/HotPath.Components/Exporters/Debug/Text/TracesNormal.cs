namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Spans at <c>verbosity: normal</c>: <c>name trace-id span-id key=value …</c>.</summary>
internal sealed class TracesNormal : NormalText
{
    private const int TraceId = 1, SpanId = 2, Name = 5, Attributes = 9;

    public TracesNormal(TextBuffer into)
        : base(into)
    {
    }

    protected override ReadOnlySpan<byte> SignalNoun => "Traces"u8;

    public override void AddItem(int index, ReadOnlySpan<byte> item, int firstPoint, int points)
    {
        Into.Add(ProtoReader.LastBytes(item, Name));
        Into.Add(" "u8).AddId(ProtoReader.LastBytes(item, TraceId));
        Into.Add(" "u8).AddId(ProtoReader.LastBytes(item, SpanId));
        AddAttributes(" "u8, " "u8, item, Attributes);
        Into.EndLine();
    }
}
