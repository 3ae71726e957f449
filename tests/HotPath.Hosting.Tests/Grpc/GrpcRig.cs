using System.Net;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Requests;
using HotPath.Hosting.Tests.Requests;
using HotPath.Testing;
using HotPath.Testing.Grpc;

namespace HotPath.Hosting.Tests.Grpc;

/// <summary>
/// A real server on a real socket over test intakes, and a client for it. Bodies and deadlines live by <see cref="Clock"/>, which only
/// the test moves. Disposing stops the server and fails the test if a lease was lost.
/// </summary>
internal sealed class GrpcRig : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const long BudgetBytes = 512L << 20;

    private readonly SlabPool _slabs = new(new MemoryBudget(BudgetBytes, BudgetBytes), tracking: true);
    private readonly Dictionary<Signal, TestIntake> _intakes;
    private readonly Dictionary<Signal, TestIntake> _httpIntakes;

    private readonly Authenticators _authenticators;
    private readonly GrpcTransport _transport;

    private GrpcRig(Signal[] wired, GrpcServerPlan plan, HostLimits limits, string? guard)
    {
        _authenticators = guard is null ? Authenticators.Empty : Guards.Start(guard, Clock);
        _transport = plan.Transport;
        _intakes = wired.ToDictionary(signal => signal, signal => new TestIntake(signal, _slabs));
        _httpIntakes = wired.ToDictionary(signal => signal, signal => new TestIntake(signal, _slabs));
        Host = new GrpcHost(
            new OtlpReceiverPlan(new ComponentId("otlp", "in"), plan, null),
            new ReceiverHostContext([.. _intakes.Values], [.. _httpIntakes.Values], Logs)
            {
                Time = Clock,
                Limits = limits,
                Authenticators = _authenticators,
            });
    }

    public FakeClock Clock { get; } = new();

    public TestLogs Logs { get; } = new();

    public GrpcHost Host { get; }

    public GrpcClient Client { get; private set; } = null!;

    /// <summary>Where the server is reached on the loopback interface.</summary>
    public IPEndPoint Address => new(IPAddress.Loopback, int.Parse(Host.Endpoints[0][(Host.Endpoints[0].LastIndexOf(':') + 1)..]));

    public TestIntake Traces => this[Signal.Traces];

    public TestIntake this[Signal signal] => _intakes[signal];

    /// <summary>Where requests of OTLP/HTTP go.</summary>
    public TestIntake HttpTraces => _httpIntakes[Signal.Traces];

    /// <summary>Bytes held by leases now.</summary>
    public long ChargedBytes => _slabs.Budget.ChargedBytes;

    public static GrpcServerPlan Plan { get; } = new(
        new NetworkAddress("127.0.0.1", 0, default),
        GrpcServerPlan.DefaultMaxReceiveMib << 20,
        GrpcServerPlan.DefaultMaxConcurrentStreams,
        GrpcServerPlan.DefaultReadBufferBytes,
        GrpcServerPlan.ZeroBufferBytes,
        GrpcKeepalivePlan.Default);

    /// <summary>
    /// No timer of a connection's, so that a test can tell by the clock's armed timers when a body is waited for; and all the time there
    /// is to acknowledge SETTINGS, since the clock may be moved before an acknowledgement has come. No pause after refusals, which the
    /// clock would end.
    /// </summary>
    public static HostLimits Limits { get; } = new()
    {
        PrefaceTimeout = Timeout.InfiniteTimeSpan,
        SettingsTimeout = Timeout.InfiniteTimeSpan,
        RefusalPause = TimeSpan.Zero,
    };

    public static async Task<GrpcRig> StartAsync(
        GrpcTransport transport, GrpcServerPlan? plan = null, HostLimits? limits = null, Signal[]? wired = null, string? guard = null)
    {
        var rig = new GrpcRig(
            wired ?? [Signal.Traces, Signal.Metrics, Signal.Logs], (plan ?? Plan) with { Transport = transport }, limits ?? Limits, guard);
        try
        {
            await rig.Host.StartAsync(CancellationToken.None);
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }

        rig.Client = new GrpcClient(rig.Address.ToString());
        return rig;
    }

    /// <summary>
    /// Waits until a body is being waited for: then the host's clock work is armed, besides the trimming of its buffers and, with our own
    /// HTTP/2, the watch over connections.
    /// </summary>
    public async Task WhenBodyIsAwaitedAsync()
    {
        await Clock.WhenArmedAsync(_transport == GrpcTransport.Own ? 3 : 2);

        // The timers of the connection are armed before the message's prefix has come, which is when it is charged.
        SpinWait.SpinUntil(() => ChargedBytes > 0, Patience).ShouldBeTrue("the message's prefix did not come");
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await Host.DisposeAsync();
        _authenticators.Dispose();
        // A connection that was cut, or a verdict that was given up, may give its last lease back a moment later.
        SpinWait.SpinUntil(() => _slabs.OutstandingLeases == 0, Patience).ShouldBeTrue($"{_slabs.OutstandingLeases} leases are out");
        _slabs.Dispose();
        foreach (TestIntake intake in _intakes.Values.Concat(_httpIntakes.Values))
        {
            intake.Dispose();
        }
    }
}
