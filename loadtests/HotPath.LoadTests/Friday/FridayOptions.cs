namespace HotPath.LoadTests.Friday;

/// <summary>What a Friday is played with.</summary>
/// <param name="Command">
/// The gateway's command line, for the agent and the gateway alike; <c>{config}</c> and <c>{overlay}</c> are replaced by two files, the
/// second of which is merged over the first.
/// </param>
/// <param name="Day">How long the traffic lasts; what is left after it is drained.</param>
/// <param name="ItemsPerSecond">Spans, log records and data points a second in the morning, all senders together.</param>
/// <param name="Folder">Takes configurations, queues and what the programs print.</param>
/// <param name="Write">Takes what is to be seen; the flag says that the text is a whole screen.</param>
internal sealed record FridayOptions(
    IReadOnlyList<string> Command, TimeSpan Day, int ItemsPerSecond, string Folder, Action<string, bool> Write)
{
    /// <summary>The agent's <c>limit_mib</c>, which <c>configs/12</c> leaves to the machine's size.</summary>
    public const int AgentLimitMebibytes = 256;

    /// <summary>The gateway's <c>limit_mib</c>.</summary>
    public const int GatewayLimitMebibytes = 256;

    /// <summary>How long the end of the day waits for what was acknowledged, at most.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The moment at which so much of the day is over.</summary>
    public TimeSpan At(double part) => Day * part;
}
