using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>Asks all detectors at once, and merges what they found in their order: the first to find an attribute is right.</summary>
internal static class Detection
{
    /// <summary>What was found before the time was up. A detector that fails, or is late, finds nothing and is named in the log.</summary>
    public static async Task<Detected[]> RunAsync(
        IReadOnlyList<IDetector> detectors, IReadOnlyList<string> only, TimeSpan timeout, TimeProvider time, ILogger log)
    {
        using var late = new CancellationTokenSource(timeout, time);
        Task<IReadOnlyList<Detected>>[] asked = [.. detectors.Select(detector => AskAsync(detector, log, late.Token))];
        var merged = new List<Detected>();
        foreach (Task<IReadOnlyList<Detected>> one in asked)
        {
            foreach (Detected found in await one)
            {
                bool isWanted = only.Count == 0 || only.Contains(found.Key.Name, StringComparer.Ordinal);
                if (isWanted && !merged.Exists(had => had.Key.Name == found.Key.Name))
                {
                    merged.Add(found);
                }
            }
        }

        log.Info("detected resource attributes", ("attributes", string.Join(", ", merged.Select(found => found.Key.Name))));
        return [.. merged];
    }

    private static async Task<IReadOnlyList<Detected>> AskAsync(IDetector detector, ILogger log, CancellationToken late)
    {
        try
        {
            // Some detectors take their time before they first await: files, the resolver.
            return await Task.Run(() => detector.DetectAsync(late), CancellationToken.None).WaitAsync(late);
        }
        catch (OperationCanceledException)
        {
            log.Warn("a detector found nothing in time; its attributes are missing", ("detector", detector.Name));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            log.Warn("a detector failed; its attributes are missing", ("detector", detector.Name), ("error", fault.Message));
        }

        return [];
    }
}
