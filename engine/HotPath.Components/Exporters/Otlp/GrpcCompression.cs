namespace HotPath.Components.Exporters.Otlp;

/// <summary>How messages are compressed on their way out.</summary>
internal enum GrpcCompression : byte
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip: the default of the OTLP exporters.</summary>
    Gzip,
}
