namespace HotPath.LoadTests.Friday;

/// <summary>Where everybody listens.</summary>
internal sealed record DayPorts(
    int Agent, int AgentHttp, int AgentHealth, int AgentMetrics, int Gateway, int GatewayHealth, int GatewayMetrics, int Backend,
    int Scraper)
{
    /// <summary>Ports that are free now.</summary>
    public static DayPorts Find()
    {
        int[] ports = FridayPorts.Find(9);
        return new DayPorts(ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], ports[6], ports[7], ports[8]);
    }
}
