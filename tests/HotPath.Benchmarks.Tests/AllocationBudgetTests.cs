using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;
using HotPath.Benchmarks;
using HotPath.Testing;

namespace HotPath.Benchmarks.Tests;

/// <summary>
/// Every benchmark of our own code runs, with each of its parameters, and allocates no more than bench/allocation-budget.txt says.
/// </summary>
public sealed class AllocationBudgetTests
{
    private const int WarmUps = 3;
    private const int Calls = 8;

    /// <summary>
    /// The least of so many counts, at most: a collection empties the library's pools, and who comes next fills them; what the first
    /// tier of the JIT allocates, the next one need not.
    /// </summary>
    private const int Rounds = 20;

    private static readonly string[] Baselines = ["GoogleProtobuf", "Copy", "BoundedChannel", "Queue", "TokensOnly", "Library"];

    public static TheoryData<string> Ours() => [.. Benchmarks().Select(NameOf).Where(name => !IsBaseline(name)).Distinct()];

    [Theory]
    [MemberData(nameof(Ours))]
    public void Call_OfEachBenchmark_StaysWithinItsBudget(string name)
    {
        Budget().ShouldContainKey(name);
        long budget = Budget()[name];
        MethodInfo method = Benchmarks().Single(candidate => NameOf(candidate) == name);
        foreach (object owner in Instances(method.DeclaringType!))
        {
            Run(owner, method, WarmUps);

            // Reflection boxes each call's result; nothing that grows with a request hides below that.
            long most = budget + BoxBytes(method);
            LeastPerCall(owner, method, most).ShouldBeLessThanOrEqualTo(most, $"{name} with {owner}");
        }
    }

    [Fact]
    public void Budget_NamesOnlyBenchmarksThatExist() =>
        Budget().Keys.ShouldBeSubsetOf(Benchmarks().Select(NameOf));

    /// <summary>Counts until it is little enough, or often enough.</summary>
    private static long LeastPerCall(object owner, MethodInfo method, long most)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > most; round++)
        {
            least = Math.Min(least, BytesPerCall(owner, method));
        }

        return least;
    }

    private static long BytesPerCall(object owner, MethodInfo method)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(owner, method, Calls);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    private static void Run(object owner, MethodInfo method, int calls)
    {
        for (int i = 0; i < calls; i++)
        {
            method.Invoke(owner, null);
        }
    }

    private static int BoxBytes(MethodInfo method) => method.ReturnType.IsValueType ? 64 : 0;

    private static bool IsBaseline(string name) =>
        Baselines.Any(baseline => name.Split('.')[1].StartsWith(baseline, StringComparison.Ordinal));

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static IEnumerable<MethodInfo> Benchmarks() => typeof(BenchConfig).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null);

    /// <summary>One object, set up, for each value of its first [Params], or one if it has none.</summary>
    private static IEnumerable<object> Instances(Type type)
    {
        PropertyInfo? parameter = type.GetProperties().FirstOrDefault(p => p.GetCustomAttribute<ParamsAttribute>() is not null);
        foreach (object? value in parameter?.GetCustomAttribute<ParamsAttribute>()!.Values ?? [null])
        {
            object owner = Activator.CreateInstance(type)!;
            parameter?.SetValue(owner, value);
            type.GetMethods().FirstOrDefault(m => m.GetCustomAttribute<GlobalSetupAttribute>() is not null)?.Invoke(owner, null);
            yield return owner;
        }
    }

    private static Dictionary<string, long> Budget() => File
        .ReadLines(RepositoryRoot.Combine("bench", "allocation-budget.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => long.Parse(words[1], CultureInfo.InvariantCulture));
}
