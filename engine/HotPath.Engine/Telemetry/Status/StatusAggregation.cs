namespace HotPath.Engine.Telemetry.Status;

/// <summary>
/// What several statuses are together, by the Collector's rules (contrib/pkg/status): what ends or moves first, then errors. An error
/// counts from its first occurrence, anything else from its last.
/// </summary>
internal static class StatusAggregation
{
    /// <summary>Of at least one.</summary>
    public static StatusEvent Of(IReadOnlyList<StatusEvent> events, bool recoverableFirst)
    {
        ComponentStatus status = StatusOf(events, recoverableFirst);
        StatusEvent last = events.MaxBy(static e => e.At)!;
        return ComponentStatusNames.IsError(status) ? events.Where(e => e.Status == status).MinBy(static e => e.At)!
            : last.Status == status ? last
            : new StatusEvent(status, last.At);
    }

    private static ComponentStatus StatusOf(IReadOnlyList<StatusEvent> events, bool recoverableFirst)
    {
        bool Any(ComponentStatus status) => events.Any(e => e.Status == status);
        if (events.All(e => e.Status == events[0].Status))
        {
            return events[0].Status;
        }

        ComponentStatus[] order = recoverableFirst
            ? [ComponentStatus.FatalError, ComponentStatus.Starting, ComponentStatus.Stopping, ComponentStatus.Stopped,
                ComponentStatus.RecoverableError, ComponentStatus.PermanentError]
            : [ComponentStatus.FatalError, ComponentStatus.Starting, ComponentStatus.Stopping, ComponentStatus.Stopped,
                ComponentStatus.PermanentError, ComponentStatus.RecoverableError];
        ComponentStatus first = order.FirstOrDefault(Any, ComponentStatus.None);

        // Some have stopped and some have not.
        return first == ComponentStatus.Stopped ? ComponentStatus.Stopping : first;
    }
}
