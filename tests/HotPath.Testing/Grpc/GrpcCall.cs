using HotPath.Core;

namespace HotPath.Testing.Grpc;

/// <summary>One call for <see cref="GrpcClient"/>: correct unless a test bends it.</summary>
public sealed record GrpcCall
{
    /// <summary>The path; <see cref="GrpcMessages.Path"/> of a signal.</summary>
    public required string Path { get; init; }

    /// <summary>The HTTP/2 body exactly as sent: prefix and message, or whatever a test wants instead.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>The content type; null sends none.</summary>
    public string? ContentType { get; init; } = "application/grpc";

    /// <summary>Sent as <c>grpc-encoding</c> if not null.</summary>
    public string? Encoding { get; init; }

    /// <summary>Sent as <c>grpc-timeout</c> if not null: <c>100m</c>, <c>5S</c>.</summary>
    public string? Timeout { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body is written and flushed in pieces of so many bytes, each its own DATA frame; 0 writes it at once.</summary>
    public int PieceBytes { get; init; }

    /// <summary>
    /// Awaited before each piece, given the bytes already written: the place to pause, or to throw and so abort the call.
    /// </summary>
    public Func<long, Task>? BeforePiece { get; init; }

    /// <summary>An Export call with one uncompressed message.</summary>
    public static GrpcCall Export(Signal signal, ReadOnlySpan<byte> message) =>
        new() { Path = GrpcMessages.Path(signal), Body = GrpcMessages.Frame(message) };

    /// <summary>An Export call with one message compressed by gzip.</summary>
    public static GrpcCall ExportGzip(Signal signal, ReadOnlySpan<byte> message) =>
        new()
        {
            Path = GrpcMessages.Path(signal),
            Body = GrpcMessages.Frame(GrpcMessages.Gzip(message), compressed: true),
            Encoding = "gzip",
        };
}
