namespace HotPath.Gateway.Tests.Faults;

/// <summary>A <see cref="LoneGateway"/> that ends connections which are silent for long.</summary>
public sealed class ImpatientGateway : LoneGateway
{
    public ImpatientGateway()
        : base("10s")
    {
    }
}
