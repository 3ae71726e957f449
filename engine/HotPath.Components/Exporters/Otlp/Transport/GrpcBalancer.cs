namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>How calls are spread over the addresses of a name: <c>balancer_name</c>.</summary>
internal enum GrpcBalancer
{
    /// <summary>A connection to each address; calls take them in turn.</summary>
    RoundRobin,

    /// <summary>One connection, to the first address that answers.</summary>
    PickFirst,
}
