using Microsoft.Diagnostics.Tracing;

namespace HotPath.LoadTests.Measuring;

/// <summary>The gateway's garbage collections, by the runtime's own event trace, which is switched on by environment variables.</summary>
internal static class GcTrace
{
    private const string GcEventsOnly = "Microsoft-Windows-DotNETRuntime:0x1:4";

    /// <summary>What to start a gateway with, so that it writes its trace into a file.</summary>
    public static IReadOnlyList<string> Environment(string file) =>
    [
        "DOTNET_EnableEventPipe=1", $"DOTNET_EventPipeConfig={GcEventsOnly}", $"DOTNET_EventPipeOutputPath={file}",
        "DOTNET_EventPipeOutputStreaming=1",
    ];

    /// <summary>Reads the pauses of a gateway that has ended.</summary>
    public static IReadOnlyList<GcPause> Read(string file)
    {
        var pauses = new List<GcPause>();
        double from = double.NaN;
        int generation = -1;
        using var source = new EventPipeEventSource(file);
        source.Clr.GCSuspendEEStart += e => (from, generation) = (e.TimeStampRelativeMSec, -1);
        source.Clr.GCStart += e => generation = e.Depth;
        source.Clr.GCRestartEEStop += e =>
        {
            if (!double.IsNaN(from))
            {
                pauses.Add(new GcPause(from / 1000, e.TimeStampRelativeMSec - from, generation));
            }

            from = double.NaN;
        };
        source.Process();
        return pauses;
    }
}
