namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>A detector could not find out what it is asked for; the message says why.</summary>
internal sealed class DetectionException(string message, Exception? cause = null) : Exception(message, cause);
