using System.Globalization;
using System.Text;

namespace HotPath.Components.Exporters.Debug.Text;

/// <summary>Log records at <c>verbosity: detailed</c>.</summary>
internal sealed class LogsDetailed : DetailedText
{
    // LogRecord, as opentelemetry/proto/logs/v1/logs.proto numbers it.
    private const int Time = 1, SeverityNumber = 2, SeverityText = 3, Body = 5, Attributes = 6, Flags = 8, TraceId = 9, SpanId = 10;
    private const int ObservedTime = 11, EventName = 12;
    private const int LevelsPerSeverity = 4;
    private static readonly string[] Severities = ["Trace", "Debug", "Info", "Warn", "Error", "Fatal"];

    public LogsDetailed(TextBuffer into)
        : base(into)
    {
    }

    protected override ReadOnlySpan<byte> ResourceNoun => "ResourceLog"u8;

    protected override ReadOnlySpan<byte> ScopeNoun => "ScopeLogs"u8;

    public override void AddItem(int index, ReadOnlySpan<byte> item, int firstPoint, int points)
    {
        Into.Add("LogRecord #"u8).Add(index).EndLine();
        AddTime("ObservedTimestamp: "u8, ProtoReader.LastNumber(item, ObservedTime));
        AddTime("Timestamp: "u8, ProtoReader.LastNumber(item, Time));
        AddLine("SeverityText: "u8, ProtoReader.LastBytes(item, SeverityText));
        int severity = (int)ProtoReader.LastNumber(item, SeverityNumber);
        Into.Add("SeverityNumber: "u8).Add(Encoding.UTF8.GetBytes(SeverityName(severity))).Add("("u8).Add(severity).Add(")\n"u8);
        ReadOnlySpan<byte> eventName = ProtoReader.LastBytes(item, EventName);
        if (eventName.Length > 0)
        {
            AddLine("EventName: "u8, eventName);
        }

        Into.Add("Body: "u8).AddTyped(ProtoReader.LastBytes(item, Body)).EndLine();
        AddAttributes("Attributes:"u8, "     -> "u8, item, Attributes);
        AddId("Trace ID: "u8, ProtoReader.LastBytes(item, TraceId));
        AddId("Span ID: "u8, ProtoReader.LastBytes(item, SpanId));
        AddLine("Flags: "u8, ProtoReader.LastNumber(item, Flags));
    }

    /// <summary>1 Trace, 2 Trace2, … 4 Trace4, 5 Debug, … 24 Fatal4; 0 is unspecified, and others have no name.</summary>
    private static string SeverityName(int number)
    {
        if (number == 0)
        {
            return "Unspecified";
        }

        int level = (number - 1) % LevelsPerSeverity;
        int severity = (number - 1) / LevelsPerSeverity;
        return number < 0 || severity >= Severities.Length ? ""
            : level == 0 ? Severities[severity]
            : Severities[severity] + (level + 1).ToString(CultureInfo.InvariantCulture);
    }
}
