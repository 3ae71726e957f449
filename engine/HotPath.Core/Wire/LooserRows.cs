namespace HotPath.Core.Wire;

/// <summary>The schema as a receiver sees it that asks for less than the full check: the same walk over rows that demand less.</summary>
internal static class LooserRows
{
    /// <summary>Every string may hold any bytes. Plain attributes still go through their kernel, which only ever says "fine".</summary>
    internal static FieldKind[] Structure(FieldKind[] full) =>
        Copy(full, static (_, kind) => kind is FieldKind.Text or FieldKind.TraceState ? FieldKind.Opaque : kind);

    /// <summary>Only the messages on the way to the items, which are counted as they are passed.</summary>
    internal static FieldKind[] Framing(FieldKind[] full) => Copy(full, static (message, kind) => kind switch
    {
        FieldKind.Span or FieldKind.LogRecord or FieldKind.ProfileSample => FieldKind.UnreadItem,
        >= FieldKind.NumberPoint and <= FieldKind.SummaryPoint => FieldKind.UnreadItem,
        FieldKind.ResourceSpans or FieldKind.ResourceLogs or FieldKind.ResourceMetrics => kind,
        FieldKind.ScopeSpans or FieldKind.ScopeLogs or FieldKind.ScopeMetrics => kind,
        FieldKind.ResourceProfiles or FieldKind.ScopeProfiles or FieldKind.Profile => kind,
        FieldKind.Metric => kind,
        >= FieldKind.Gauge and <= FieldKind.Summary when message == FieldKind.Metric => kind,
        _ => FieldKind.Opaque,
    });

    private static FieldKind[] Copy(FieldKind[] full, Func<FieldKind, FieldKind, FieldKind> looser)
    {
        FieldKind[] rows = GC.AllocateArray<FieldKind>(full.Length, pinned: true);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = looser((FieldKind)(i / OtlpSchema.RowLength), full[i]);
        }

        return rows;
    }
}
