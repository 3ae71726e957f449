using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>
/// Reads <c>service::telemetry::traces</c>. The gateway does not trace itself: a block that, in the Collector, would trace nothing either
/// (<c>level: none</c>, or no <c>processors</c>) is taken, and one that would is refused.
/// </summary>
internal static class TelemetryTracesReader
{
    public static void Read(ConfigMap traces)
    {
        string level = traces.OneOfAnyCase("level", "normal", "none", "basic", "normal", "detailed");
        foreach (string propagator in traces.Texts("propagators").Where(static p => p is not ("tracecontext" or "b3")))
        {
            traces.Error("propagators", $"'{propagator}' must be tracecontext or b3");
        }

        // How spans would be sampled and cut says nothing when there are none.
        traces.Child("sampler");
        traces.Child("limits");
        if (traces.List("processors").Count > 0 && level != "none")
        {
            traces.Error("processors", "known to the Collector, but HotPath does not trace itself: remove the key, or write level: none");
        }

        traces.Done();
    }
}
