using BenchmarkDotNet.Running;
using HotPath.Benchmarks;

return BenchmarkSwitcher.FromAssembly(typeof(BenchConfig).Assembly).Run(args, new BenchConfig()).Any() ? 0 : 1;
