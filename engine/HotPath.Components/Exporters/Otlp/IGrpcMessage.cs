namespace HotPath.Components.Exporters.Otlp;

/// <summary>A message to send, in segments that stay where they are.</summary>
internal interface IGrpcMessage
{
    /// <summary>Segments.</summary>
    int Count { get; }

    /// <summary>Their bytes in all.</summary>
    long Length { get; }

    /// <summary>True if the bytes are compressed by the call's <c>grpc-encoding</c>.</summary>
    bool IsCompressed { get; }

    /// <summary>The segment at <paramref name="index"/>.</summary>
    ReadOnlyMemory<byte> this[int index] { get; }
}
