using System.CommandLine;
using HotPath.LoadTests.Commands;
using HotPath.LoadTests.Peers;

// Sender and sink share few cores: what a socket has is dealt with where it was learned of, without a hop to another thread. The runtime
// reads this once, with its first socket.
Environment.SetEnvironmentVariable(Peer.InlineCompletions, "1");
var root = new RootCommand("Load scenarios for HotPath, in NBomber's words.")
{
    RunCommand.Create(), CompareCommand.Create(), IdleCommand.Create(), ReportCommand.Create(), FridayCommand.Create(),
    RelayCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
