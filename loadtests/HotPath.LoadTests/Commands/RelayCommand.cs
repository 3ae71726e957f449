using System.CommandLine;
using HotPath.LoadTests.Peers;

namespace HotPath.LoadTests.Commands;

/// <summary>
/// <c>hotpath-load relay</c>: the I/O floor, a process of its own, so that its processor time can be told from the sender's.
/// </summary>
internal static class RelayCommand
{
    public static Command Create()
    {
        Option<int> port = new("--port") { Description = "Where to listen.", Required = true };
        Option<int> to = new("--to") { Description = "Where to connect.", Required = true };
        var relay = new Command(PeerFactory.RelayCommand, "The I/O floor of the scenarios: relays bytes, looks at none.") { port, to };
        relay.SetAction(async (parsed, stop) =>
        {
            await Relay.RunAsync(parsed.GetValue(port), parsed.GetValue(to), stop);
            return 0;
        });
        return relay;
    }
}
