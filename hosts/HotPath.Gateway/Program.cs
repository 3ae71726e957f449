using HotPath.Gateway;
using HotPath.Gateway.Cli;

SocketThreads.RunCompletionsInline();
return await GatewayCommand.RunAsync(args, InvocationName.Current);
