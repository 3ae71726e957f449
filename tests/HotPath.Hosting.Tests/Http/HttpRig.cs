using System.Net;
using System.Net.Http.Headers;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Hosting.Http;
using HotPath.Hosting.Requests;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Hosting.Tests.Requests;
using HotPath.Testing;

namespace HotPath.Hosting.Tests.Http;

/// <summary>
/// A real server on a real socket over test intakes, and a client for it. Bodies live by <see cref="Clock"/>, which only the test moves.
/// Disposing stops the server and fails the test if a lease was lost.
/// </summary>
internal sealed class HttpRig : IAsyncDisposable
{
    public const string Protobuf = "application/x-protobuf";
    public const string Json = "application/json";

    private const long BudgetBytes = 512L << 20;

    private readonly SlabPool _slabs = new(new MemoryBudget(BudgetBytes, BudgetBytes), tracking: true);
    private readonly Authenticators _authenticators;
    private readonly Dictionary<Signal, TestIntake> _intakes;
    private readonly Dictionary<Signal, TestIntake> _grpcIntakes;

    private HttpRig(Signal[] wired, HttpServerPlan plan, HostLimits limits, string? guard)
    {
        _authenticators = guard is null ? Authenticators.Empty : Guards.Start(guard, Clock);
        _intakes = wired.ToDictionary(signal => signal, signal => new TestIntake(signal, _slabs));
        _grpcIntakes = wired.ToDictionary(signal => signal, signal => new TestIntake(signal, _slabs));
        Host = new HttpHost(
            new OtlpReceiverPlan(new ComponentId("otlp", "in"), null, plan),
            new ReceiverHostContext([.. _grpcIntakes.Values], [.. _intakes.Values], Logs)
            {
                Time = Clock,
                Limits = limits,
                Authenticators = _authenticators,
            });
    }

    public static HttpServerPlan Plan { get; } = new(
        new NetworkAddress("127.0.0.1", 0, default),
        HttpServerPlan.DefaultMaxBodyBytes,
        HttpServerPlan.DefaultEncodings,
        null,
        [],
        HttpTimeoutsPlan.Default,
        true,
        HttpPathsPlan.Default);

    /// <summary>No timer of a connection's, so that a test can tell by the clock's armed timers when a body is waited for.</summary>
    public static HostLimits Limits { get; } = new() { PrefaceTimeout = Timeout.InfiniteTimeSpan };

    public FakeClock Clock { get; } = new();

    public TestLogs Logs { get; } = new();

    public HttpHost Host { get; }

    public HttpClient Client { get; private set; } = null!;

    public IPEndPoint Address => IPEndPoint.Parse(Host.Endpoints[0]);

    public TestIntake Traces => this[Signal.Traces];

    public TestIntake this[Signal signal] => _intakes[signal];

    /// <summary>Where calls of gRPC go.</summary>
    public TestIntake GrpcTraces => _grpcIntakes[Signal.Traces];

    /// <summary>Bytes held by leases now.</summary>
    public long ChargedBytes => _slabs.Budget.ChargedBytes;

    public static async Task<HttpRig> StartAsync(
        HttpServerPlan? plan = null, HostLimits? limits = null, Signal[]? wired = null, string? guard = null)
    {
        var rig = new HttpRig(wired ?? [Signal.Traces, Signal.Metrics, Signal.Logs], plan ?? Plan, limits ?? Limits, guard);
        await rig.Host.StartAsync(CancellationToken.None);
        rig.Client = new HttpClient { BaseAddress = new Uri($"http://{rig.Address}") };
        return rig;
    }

    public static HttpContent Body(byte[] bytes, string? contentType = Protobuf, string? encoding = null, bool chunked = false)
    {
        HttpContent content = chunked ? new StreamContent(new UnknownLength(bytes)) : new ByteArrayContent(bytes);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        if (encoding is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding).ShouldBeTrue();
        }

        return content;
    }

    public Task<HttpReply> PostAsync(
        byte[] bytes, string? contentType = Protobuf, string? encoding = null, string path = "/v1/traces", bool chunked = false) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = Body(bytes, contentType, encoding, chunked) });

    public async Task<HttpReply> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using HttpResponseMessage response = await Client.SendAsync(request);
            return await HttpReply.ReadAsync(response);
        }
    }

    /// <summary>Waits until a body is being waited for: then the host's clock work is armed, besides the trimming of its buffers.</summary>
    public Task WhenBodyIsAwaitedAsync() => Clock.WhenArmedAsync(2);

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await Host.DisposeAsync();
        _authenticators.Dispose();
        // A connection that was cut, or a verdict that was given up, may give its last lease back a moment later.
        SpinWait.SpinUntil(() => _slabs.OutstandingLeases == 0, GrpcRig.Patience)
            .ShouldBeTrue($"{_slabs.OutstandingLeases} leases are out");
        _slabs.Dispose();
        foreach (TestIntake intake in _intakes.Values.Concat(_grpcIntakes.Values))
        {
            intake.Dispose();
        }
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
