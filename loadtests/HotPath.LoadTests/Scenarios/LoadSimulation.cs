namespace HotPath.LoadTests.Scenarios;

/// <summary>How requests come, in NBomber's words.</summary>
/// <param name="Copies">Closed loop, «keep constant»: requests in flight on each connection; 0 in an open loop.</param>
/// <param name="RequestsPerSecond">Open loop, «inject»: requests a second over all connections; 0 in a closed loop.</param>
/// <param name="Grain">The least time for which an open loop sleeps: requests due meanwhile are sent together.</param>
internal readonly record struct LoadSimulation(int Copies, double RequestsPerSecond, TimeSpan Grain = default)
{
    public bool IsClosedLoop => Copies > 0;

    public static LoadSimulation KeepConstant(int copies) => new(copies, 0);

    public static LoadSimulation Inject(double requestsPerSecond, TimeSpan grain = default) => new(0, requestsPerSecond, grain);
}
