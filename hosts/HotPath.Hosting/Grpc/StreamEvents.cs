namespace HotPath.Hosting.Grpc;

/// <summary>What a connection is told of one of its streams.</summary>
[Flags]
internal enum StreamEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The engine has answered.</summary>
    Delivered = 1,

    /// <summary>The watch gave its body up.</summary>
    GivenUp = 2,
}
