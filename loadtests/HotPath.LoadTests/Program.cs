using HotPath.LoadTests.Scenarios;

return await CompareCommand.CreateRoot().Parse(args).InvokeAsync();
