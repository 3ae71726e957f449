namespace HotPath.Engine.Reload;

/// <summary>The kinds of parts that a configuration has.</summary>
public enum PartKind
{
    /// <summary>A receiver that some pipeline names.</summary>
    Receiver,

    /// <summary>A processor that some pipeline names.</summary>
    Processor,

    /// <summary>A connector that some pipeline names.</summary>
    Connector,

    /// <summary>An exporter that some pipeline names.</summary>
    Exporter,

    /// <summary>An extension that the service starts.</summary>
    Extension,

    /// <summary>A pipeline: which components it names, and in which order.</summary>
    Pipeline,

    /// <summary><c>service::telemetry</c>.</summary>
    Telemetry,
}
