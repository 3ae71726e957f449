using System.Net;
using System.Net.Sockets;
using HotPath.Components.Exporters.Otlp;
using HotPath.Components.Exporters.Otlp.Transport;
using HotPath.Engine.Config;
using HotPath.Testing;
using HotPath.Testing.Faults;
using HotPath.Testing.Grpc;

namespace HotPath.Components.Tests.Exporters.Otlp.Transport;

/// <summary>Names whose addresses change, with a resolver and a clock of the test's own.</summary>
public sealed class ResolverTests
{
    [Theory]
    [InlineData("round_robin")]
    [InlineData("pick_first")]
    public async Task Name_HasAnotherAddressAfterItsBackendDied_CallsGoThere(string balancer)
    {
        var clock = new FakeClock();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using var first = new FaultyFront(sink.Port, new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await using var second = new FaultyFront(sink.Port, new IPEndPoint(IPAddress.Parse("127.0.0.3"), first.Port));
        IPAddress[] known = [IPAddress.Parse("127.0.0.2")];
        int lookups = 0;
        OtlpExporterPlan plan = OtlpRig.Read(
            $"{{endpoint: 'dns:///backend.test:{first.Port}', tls: {{insecure: true}}, balancer_name: {balancer}}}",
            out ConfigErrors errors);
        errors.Errors.ShouldBeEmpty();
        var log = new BackendLog(plan.Client.Endpoint.Authority, new CapturedLog(), clock);
        var dialer = new GrpcDialer(plan.Client, plan.Id, TimeSpan.Zero, log, clock)
        {
            Lookup = (name, _) =>
            {
                name.ShouldBe("backend.test");
                Interlocked.Increment(ref lookups);
                return Volatile.Read(ref known) is { Length: > 0 } some
                    ? Task.FromResult(some)
                    : throw new SocketException((int)SocketError.TryAgain);
            },
        };
        await using var channel = new GrpcClientChannel(dialer, plan.Client.Balancer, clock);
        (await PeerAsync(channel, clock)).ShouldBe($"127.0.0.2:{first.Port}");

        // The resolver itself fails for a while, too.
        Volatile.Write(ref known, []);
        await first.DisposeAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Volatile.Read(ref lookups) < 3)
        {
            patience.IsCancellationRequested.ShouldBeFalse($"it was looked up {Volatile.Read(ref lookups)} times");
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(5);
        }

        Volatile.Write(ref known, [IPAddress.Parse("127.0.0.3")]);
        string peer = "";
        for (int i = 0; i < 1000 && peer != $"127.0.0.3:{first.Port}"; i++)
        {
            peer = await PeerAsync(channel, clock);
        }

        peer.ShouldBe($"127.0.0.3:{second.Port}");
    }

    /// <summary>Whom a call would go to; time passes while it is not known.</summary>
    private static async Task<string> PeerAsync(GrpcClientChannel channel, FakeClock clock)
    {
        Task<(Http2Connection? Connection, string? Fault)> picked = channel.PickAsync(waitForReady: true, CancellationToken.None).AsTask();
        while (await Task.WhenAny(picked, Task.Delay(5)) != picked)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        return (await picked).Connection!.Peer;
    }
}
