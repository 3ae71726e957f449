namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Log records at <c>verbosity: normal</c>: <c>body key=value …</c>.</summary>
internal sealed class LogsNormal : NormalText
{
    private const int Body = 5, Attributes = 6;

    public LogsNormal(TextBuffer into)
        : base(into)
    {
    }

    protected override ReadOnlySpan<byte> SignalNoun => "Log"u8;

    public override void AddItem(int index, ReadOnlySpan<byte> item, int firstPoint, int points)
    {
        // The space stands there without attributes too.
        Into.AddUntyped(ProtoReader.LastBytes(item, Body)).Add(" "u8);
        AddAttributes(""u8, " "u8, item, Attributes);
        Into.EndLine();
    }
}
