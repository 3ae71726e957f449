using System.CommandLine;
using HotPath.Gateway.Cli;

// Signals are the gateway's own to handle: a drain may take longer than the parser's patience of two seconds.
return await GatewayCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
