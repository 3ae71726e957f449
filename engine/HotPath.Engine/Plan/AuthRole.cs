namespace HotPath.Engine.Plan;

/// <summary>What somebody wants an authenticator for.</summary>
public enum AuthRole
{
    /// <summary>To check who sends to a server.</summary>
    Server,

    /// <summary>To add credentials to calls of gRPC.</summary>
    GrpcClient,

    /// <summary>To add credentials to requests over HTTP.</summary>
    HttpClient,
}
