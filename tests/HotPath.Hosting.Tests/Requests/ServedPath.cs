using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Requests;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Hosting.Tests.Http;
using HotPath.Testing.Grpc;
using HotPath.Testing.Rig;
using GrpcCall = HotPath.Testing.Grpc.GrpcCall;

namespace HotPath.Hosting.Tests.Requests;

/// <summary>
/// A whole data path behind a real server on a real socket, which takes both protocols, and clients for it. The path lives by the rig's
/// clock, which only the test moves; the server by the system's. Its receivers are <c>test</c>, its exporters too. Disposing proves what
/// <see cref="PathRig"/> does.
/// </summary>
internal sealed class ServedPath : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A machine that stalls is no sender that does: nothing but the path itself refuses anything.</summary>
    private static readonly HostLimits Patient =
        new() { SettingsTimeout = Timeout.InfiniteTimeSpan, BodyRateWindow = TimeSpan.FromDays(1) };

    private readonly TestLogs _logs = new();
    private readonly GrpcHost _host;
    private GrpcClient _grpc = null!;
    private HttpClient _http = null!;

    private ServedPath(string yaml)
    {
        Rig = PathRig.Create(yaml);
        IIntake[] intakes = [.. new[] { Signal.Traces, Signal.Logs }
            .Select(signal => Rig.Path.IntakeFor(ComponentId.Parse("test"), signal)).OfType<IIntake>()];
        _host = new GrpcHost(
            new OtlpReceiverPlan(new ComponentId("otlp", "in"), GrpcRig.Plan with { IncludeMetadata = true }, null),
            new ReceiverHostContext(intakes, intakes, _logs) { Limits = Patient });
    }

    /// <summary>The path.</summary>
    public PathRig Rig { get; }

    /// <summary>The backend.</summary>
    public TestExporter Exporter => Rig.Exporter("test");

    public static async Task<ServedPath> StartAsync(string yaml)
    {
        var served = new ServedPath(yaml);
        await served._host.StartAsync(CancellationToken.None);
        string endpoint = served._host.Endpoints[0];
        served._grpc = new GrpcClient(endpoint);
        served._http = new HttpClient { BaseAddress = new Uri($"http://{endpoint}") };
        return served;
    }

    /// <summary>Sends a request as a tenant, or as nobody.</summary>
    public async Task<SenderReply> SendAsync(bool overHttp, byte[] request, string? tenant = null, Signal signal = Signal.Traces) =>
        await (overHttp ? PostAsync(request, tenant, signal) : CallAsync(request, tenant, signal)).WaitAsync(Patience);

    /// <summary>Sends until one is refused; returns that answer, and how many were taken before.</summary>
    public async Task<(SenderReply Refused, int Taken)> FillAsync(
        bool overHttp, byte[] request, string? tenant = null, Signal signal = Signal.Traces)
    {
        for (int taken = 0; taken < 10_000; taken++)
        {
            SenderReply reply = await SendAsync(overHttp, request, tenant, signal);
            if (!reply.IsTaken)
            {
                return (reply, taken);
            }
        }

        throw new TimeoutException("nothing was ever refused");
    }

    /// <summary>Bytes on an account.</summary>
    public long Held(string account) => Rig.Held(account);

    /// <summary>Requests that were refused under a reason.</summary>
    public long Refused(string reason) => Rig.Path.Ledger.Receivers.Sum(receiver => receiver.RefusedRequests[reason]);

    /// <summary>Waits for what other threads bring about.</summary>
    public static void Until(Func<bool> holds, string what) => SpinWait.SpinUntil(holds, Patience).ShouldBeTrue(what);

    public async ValueTask DisposeAsync()
    {
        Exporter.Release();
        _grpc.Dispose();
        _http.Dispose();
        await _host.DisposeAsync();
        await Rig.DisposeAsync();
        _logs.Lines.ShouldNotContain(static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private async Task<SenderReply> CallAsync(byte[] request, string? tenant, Signal signal)
    {
        GrpcReply reply = await _grpc.SendAsync(GrpcCall.Export(signal, request) with
        {
            Headers = tenant is null ? [] : [new("x-tenant", tenant)],
        });
        return new SenderReply(reply.Status ?? -1, reply.RetryDelay, reply.Message ?? "");
    }

    private async Task<SenderReply> PostAsync(byte[] request, string? tenant, Signal signal)
    {
        string path = signal == Signal.Traces ? "/v1/traces" : "/v1/logs";
        using var post = new HttpRequestMessage(HttpMethod.Post, path) { Content = HttpRig.Body(request) };
        if (tenant is not null)
        {
            post.Headers.Add("X-Tenant", tenant);
        }

        using HttpResponseMessage response = await _http.SendAsync(post);
        HttpReply reply = await HttpReply.ReadAsync(response);
        return new SenderReply(reply.Status, response.Headers.RetryAfter?.Delta, reply.Status == 200 ? "" : reply.RpcStatus().Message);
    }
}
