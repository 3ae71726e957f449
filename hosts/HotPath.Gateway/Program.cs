using HotPath.Gateway.Cli;

return await GatewayCommand.RunAsync(args, InvocationName.Current);
