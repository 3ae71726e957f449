using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Plan;
using HotPath.Hosting.Grpc;
using HotPath.Testing;
using HotPath.Testing.Grpc;

namespace HotPath.Hosting.Tests.Grpc;

/// <summary>
/// A real server on a real socket over test intakes, and a client for it. Bodies and deadlines live by <see cref="Clock"/>, which stands still.
/// Disposing stops the server and fails the test if a lease was lost.
/// </summary>
internal sealed class GrpcRig : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const long BudgetBytes = 512L << 20;

    private readonly SlabPool _slabs = new(new MemoryBudget(BudgetBytes, BudgetBytes), tracking: true);
    private readonly Dictionary<Signal, TestIntake> _intakes;

    private GrpcRig(Signal[] wired) => _intakes = wired.ToDictionary(signal => signal, signal => new TestIntake(signal, _slabs));

    public FakeClock Clock { get; } = new();

    public TestLogs Logs { get; } = new();

    public GrpcHost Host { get; private set; } = null!;

    public GrpcClient Client { get; private set; } = null!;

    public string Endpoint => Host.EndPoints.Single().ToString();

    public TestIntake Traces => this[Signal.Traces];

    public TestIntake this[Signal signal] => _intakes[signal];

    /// <summary>Bytes held by leases now.</summary>
    public long ChargedBytes => _slabs.Budget.ChargedBytes;

    public static GrpcServerPlan Plan { get; } = new(
        new NetworkAddress("127.0.0.1", 0, default),
        GrpcServerPlan.DefaultMaxReceiveMib << 20,
        GrpcServerPlan.DefaultMaxConcurrentStreams,
        GrpcServerPlan.DefaultReadBufferBytes,
        GrpcServerPlan.ZeroBufferBytes,
        GrpcKeepalivePlan.Default);

    /// <summary>No timer of a connection's, so that a test can tell by the clock's armed timers when a body is waited for.</summary>
    public static GrpcLimits Limits { get; } = new() { PrefaceTimeout = Timeout.InfiniteTimeSpan };

    public static async Task<GrpcRig> StartAsync(GrpcServerPlan? plan = null, GrpcLimits? limits = null, Signal[]? wired = null)
    {
        var rig = new GrpcRig(wired ?? [Signal.Traces, Signal.Metrics, Signal.Logs]);
        rig.Host = await GrpcHost.StartAsync(plan ?? Plan, [.. rig._intakes.Values], rig.Logs, rig.Clock, limits ?? Limits);
        rig.Client = new GrpcClient(rig.Endpoint);
        return rig;
    }

    /// <summary>Waits until a body is being waited for: then the host's clock work is armed, besides the trimming of its buffers.</summary>
    public Task WhenBodyIsAwaitedAsync() => Clock.WhenArmedAsync(2);

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await Host.DisposeAsync();
        _slabs.OutstandingLeases.ShouldBe(0);
        _slabs.Dispose();
        foreach (TestIntake intake in _intakes.Values)
        {
            intake.Dispose();
        }
    }
}
