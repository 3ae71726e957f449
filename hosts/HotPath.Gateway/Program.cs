using HotPath.Gateway.Cli;

return await GatewayCommand.Create().Parse(args).InvokeAsync();
