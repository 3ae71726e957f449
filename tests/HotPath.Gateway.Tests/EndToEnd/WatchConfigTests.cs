using System.Net;
using System.Net.Security;
using HotPath.Core;
using HotPath.Gateway.Tests.Faults;
using HotPath.Gateway.Tests.Reload;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary><c>--watch-config</c>: nobody sends a signal.</summary>
public sealed class WatchConfigTests
{
    [Fact]
    public async Task ConfigMap_SwappedByItsLink_IsReloadedAndAMistakeIsNot()
    {
        await using GrpcSink first = await GrpcSink.StartAsync();
        await using GrpcSink second = await GrpcSink.StartAsync();
        using var folder = new TemporaryFolder();
        MountedFolder.Publish(folder.Path, "v1", "config.yaml", ReloadingGateway.Config(first));
        string file = Path.Combine(folder.Path, "config.yaml");
        await using GatewayProcess gateway = await GatewayProcess.StartPlainAsync("--watch-config", "--config", file);
        using var client = new GrpcClient(gateway.Endpoint);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(3, seed: 1))).Status.ShouldBe(0);

        MountedFolder.Publish(folder.Path, "v2", "config.yaml", ReloadingGateway.Config(second));
        await gateway.SeesAsync("Reloaded: the new configuration runs.");
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(4, seed: 2))).Status.ShouldBe(0);
        MountedFolder.Publish(folder.Path, "v3", "config.yaml", "receivers: [");
        await gateway.SeesAsync("Not reloaded: the configuration is invalid");
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(5, seed: 3))).Status.ShouldBe(0);

        client.Connections.ShouldBe(1);
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        (first.Items, second.Items).ShouldBe((3, 9));
        gateway.ShouldSay("the ledger balances");
    }

    [Fact]
    public async Task Certificate_Replaced_IsShownToNewConnectionsAndOldOnesStay()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        using var certificates = new TestCertificates();
        (_, string certFile, string keyFile) = certificates.Issue("localhost", IPAddress.Loopback);
        using var folder = new TemporaryFolder();
        string config = Path.Combine(folder.Path, "config.yaml");
        await File.WriteAllTextAsync(config, ReloadingGateway.Config(
            sink, receiver: $"endpoint: \"127.0.0.1:0\", tls: {{cert_file: \"{certFile}\", key_file: \"{keyFile}\"}}"));
        await using GatewayProcess gateway = await GatewayProcess.StartPlainAsync("--watch-config", "--config", config);
        using var old = new GrpcClient(gateway.Endpoint, Options(certificates, out Func<string?> shownBefore));
        (await old.ExportAsync(Signal.Traces, SampleRequests.Traces(1, seed: 1))).Status.ShouldBe(0);

        certificates.Issue("localhost", IPAddress.Loopback);
        await gateway.SeesAsync("Certificates changed and are read again.");

        // The two files are written one after the other, so the first look may find a pair that does not match, and the next finds the
        // rest.
        await Eventually.HoldsAsync(async () =>
        {
            using var fresh = new GrpcClient(gateway.Endpoint, Options(certificates, out Func<string?> shown));
            (await fresh.ExportAsync(Signal.Traces, SampleRequests.Traces(1, seed: 2))).Status.ShouldBe(0);
            return (shown() != shownBefore(), $"still {shown()}; hotpath said:\n{gateway.Output}");
        });
        (await old.ExportAsync(Signal.Traces, SampleRequests.Traces(1, seed: 3))).Status.ShouldBe(0);
        old.Connections.ShouldBe(1);
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
    }

    /// <summary>A client's options, and the serial number of the certificate that it was shown last.</summary>
    private static SslClientAuthenticationOptions Options(TestCertificates certificates, out Func<string?> shown)
    {
        string? serial = null;
        SslClientAuthenticationOptions options = certificates.Client("localhost");
        options.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            serial = certificate?.GetSerialNumberString();
            return errors == SslPolicyErrors.None;
        };
        shown = () => serial;
        return options;
    }
}
