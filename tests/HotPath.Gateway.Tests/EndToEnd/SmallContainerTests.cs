using HotPath.Core;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>A container of 512 MiB and half a processor, and no setting that speaks of memory.</summary>
public sealed class SmallContainerTests(ITestOutputHelper output)
{
    private const long LimitBytes = 512L << 20;
    private const double Cpus = 0.5;
    private const long IdleBytes = 90L << 20;
    private const int SpansPerRequest = 512;
    private const int Senders = 64;
    private const int RequestsPerSender = 40;

    /// <summary>What half a processor can do in 3 s. Processor time, since a busy machine stretches every other kind.</summary>
    private static readonly TimeSpan StartCpuTime = TimeSpan.FromSeconds(3 * Cpus);

    /// <summary>Long enough for what the start leaves behind, such as the JIT's second tier.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    [FactWhen(typeof(ControlGroup), nameof(ControlGroup.ReasonIfForbidden))]
    public async Task Start_InASmallContainer_IsQuickAndIdlesSmall()
    {
        await using ControlGroup group = ControlGroup.Create(LimitBytes, Cpus);
        await using CountingSink sink = await CountingSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartInAsync(group, Config(sink));
        TimeSpan started = gateway.CpuTime;
        await Task.Delay(Settle);

        output.WriteLine($"started with {started.TotalSeconds:F2} s of processor time, idles at {gateway.ResidentBytes >> 20} MiB");
        started.ShouldBeLessThan(StartCpuTime);
        await Eventually.HoldsAsync(
            () => gateway.ResidentBytes < IdleBytes, () => $"idles at {gateway.ResidentBytes >> 20} of {IdleBytes >> 20} MiB");
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
    }

    /// <summary>
    /// While senders offer, the backend answers nothing, so they offer many times what can leave: what fits is held, the rest refused.
    /// </summary>
    [FactWhen(typeof(ControlGroup), nameof(ControlGroup.ReasonIfForbidden))]
    public async Task Overload_InASmallContainer_IsSurvivedAndLosesNothing()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ControlGroup group = ControlGroup.Create(LimitBytes, Cpus);
        await using CountingSink sink = await CountingSink.StartAsync(release.Task);
        await using GatewayProcess gateway = await GatewayProcess.StartInAsync(group, Config(sink), "--set", "exporters.otlp.timeout=0s");

        long accepted = 0;
        long refused = 0;
        using var client = new GrpcClient(gateway.Endpoint);
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            byte[] request = SampleRequests.Traces(SpansPerRequest, seed: sender);
            for (int i = 0; i < RequestsPerSender; i++)
            {
                GrpcReply reply = await client.ExportAsync(Signal.Traces, request);
                reply.Status.ShouldBeOneOf(0, 14);
                Interlocked.Increment(ref reply.Status == 0 ? ref accepted : ref refused);
            }
        })));
        output.WriteLine($"{accepted} requests accepted, {refused} refused, {gateway.PeakResidentBytes >> 20} MiB at most");
        refused.ShouldBeGreaterThan(0);
        accepted.ShouldBeGreaterThan(0);
        release.SetResult();

        await sink.WaitForItemsAsync(accepted * SpansPerRequest, TimeSpan.FromMinutes(3));
        await gateway.ShouldBalanceAsync();
        gateway.PeakResidentBytesAtExit.ShouldBeLessThan(LimitBytes);
        group.OutOfMemoryKills.ShouldBe(0);
        sink.Items.ShouldBe(accepted * SpansPerRequest);
    }

    private static string Config(CountingSink sink) =>
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}, http: {endpoint: "127.0.0.1:0"} } } }
        processors: {batch: {} }
        exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true}, compression: none} }
        service: {pipelines: {traces: {receivers: [otlp], processors: [batch], exporters: [otlp]} } }
        """;
}
