namespace HotPath.Components.Exporters.Shared;

/// <summary>A message to send, in segments that stay where they are.</summary>
internal interface IEgressMessage
{
    /// <summary>Segments.</summary>
    int Count { get; }

    /// <summary>Their bytes in all.</summary>
    long Length { get; }

    /// <summary>True if the bytes are compressed as the request's headers say.</summary>
    bool IsCompressed { get; }

    /// <summary>The segment at <paramref name="index"/>.</summary>
    ReadOnlyMemory<byte> this[int index] { get; }
}
