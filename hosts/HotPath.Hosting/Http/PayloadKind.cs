namespace HotPath.Hosting.Http;

/// <summary>How a request is written, and so its answer.</summary>
internal enum PayloadKind
{
    /// <summary><c>application/x-protobuf</c>.</summary>
    Protobuf,

    /// <summary><c>application/json</c>.</summary>
    Json,
}
