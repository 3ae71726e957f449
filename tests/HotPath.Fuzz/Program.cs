using HotPath.Fuzz;

return new FuzzCommand(Console.Out).Run(args);
