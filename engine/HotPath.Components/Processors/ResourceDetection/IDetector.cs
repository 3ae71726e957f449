namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>Finds out something about where the gateway runs. Asked once, at start.</summary>
internal interface IDetector
{
    /// <summary>Its name in <c>detectors</c>.</summary>
    string Name { get; }

    /// <summary>What it found, only what its <c>resource_attributes</c> ask for.</summary>
    /// <exception cref="DetectionException">It could not find out.</exception>
    Task<IReadOnlyList<Detected>> DetectAsync(CancellationToken cancel);
}
