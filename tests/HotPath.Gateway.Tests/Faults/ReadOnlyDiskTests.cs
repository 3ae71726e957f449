using Google.Protobuf;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>A disk that can't be written any more, or whose files somebody removes, while the gateway has a queue on it.</summary>
public sealed class ReadOnlyDiskTests
{
    private readonly ITestOutputHelper _output;

    public ReadOnlyDiskTests(ITestOutputHelper output) => _output = output;

    /// <summary>
    /// A read-only mount over the directory: files that are open can be written, as on every Linux; the next segment can't be made, nor a
    /// file be removed.
    /// </summary>
    [FactWhen(typeof(PrivateMounts), nameof(PrivateMounts.ReasonIfForbidden))]
    public async Task Directory_ThatTurnsReadOnlyUnderAQueue_RefusesAndTakesAgainWhenItIsWritable()
    {
        using var folder = new TemporaryFolder();
        await using QueueOfRequests queue = await QueueOfRequests.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartMountedAsync("true", queue.Config(folder.Path));
        using var client = new GrpcClient(gateway.Endpoint);
        (await queue.SendAsync(client, OfAMebibyte(0))).Status.ShouldBe(0);

        await gateway.RunInsideAsync($"mount --bind '{folder.Path}' '{folder.Path}' && mount -o remount,ro,bind '{folder.Path}'");
        GrpcReply reply = await queue.SendAsync(client, OfAMebibyte(1));
        for (int number = 2; reply.Status == 0; number++)
        {
            number.ShouldBeLessThan(200, "a segment has 64 MiB, and never another one was begun");
            reply = await queue.SendAsync(client, OfAMebibyte(number));
        }

        reply.Status.ShouldBe(14, reply.Message);
        await gateway.SeesAsync("can't be written");
        gateway.Output.ShouldContain("Read-only file system");
        queue.IsUp = true;
        await Eventually.HoldsAsync(
            () => queue.Arrived == queue.Acknowledged.Count, () => $"{queue.Arrived} of {queue.Acknowledged.Count} arrived");

        // Lazily: the gateway may just be trying to open a file there.
        await gateway.RunInsideAsync($"umount -l '{folder.Path}'");
        await Eventually.HoldsAsync(async () =>
        {
            GrpcReply again = await queue.SendAsync(client, SampleRequests.Traces(20, seed: 1));
            return (again.Status == 0, $"{again.Status} {again.Message}");
        });
        await queue.ShouldDeliverAsync(gateway);
        Directory.EnumerateFiles(folder.Path, "*.seg", SearchOption.AllDirectories)
            .ShouldBeEmpty("what could not be removed meanwhile is removed now, so that the next start sends nothing twice");
        _output.WriteLine($"{queue.Acknowledged.Count} requests were taken, {queue.Duplicates} came twice");
    }

    /// <summary>
    /// What ext4 does after an error (<c>errors=remount-ro</c>): from one moment to the next nothing can be written, nor synced.
    /// </summary>
    [FactWhen(typeof(PrivateMounts), nameof(PrivateMounts.ReasonWithoutImages))]
    public async Task FileSystem_ThatGivesUpUnderAQueue_KeepsWhatItTookForTheNextStart()
    {
        using var files = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        string image = Path.Combine(files.Path, "image");
        string mounts = PrivateMounts.Image(image, folder.Path);
        await using QueueOfRequests queue = await QueueOfRequests.StartAsync();
        string config = queue.Config(folder.Path, storageKeys: ", fsync: true");
        await using (GatewayProcess first = await GatewayProcess.StartMountedAsync(mounts, config))
        {
            using var client = new GrpcClient(first.Endpoint);
            for (int seed = 1; seed <= 30; seed++)
            {
                (await queue.SendAsync(client, SampleRequests.Traces(20, seed))).Status.ShouldBe(0);
            }

            await first.RunInsideAsync($"mount -o remount,abort '{folder.Path}'");
            GrpcReply reply = await queue.SendAsync(client, SampleRequests.Traces(20, seed: 31));
            reply.Status.ShouldBe(14, reply.Message);
            await first.SeesAsync("can't be written");
            (await first.StopAsync()).ShouldBe(0, first.Output);
            first.Output.ShouldContain("the ledger balances");
        }

        await Eventually.HoldsAsync(() => !PrivateMounts.IsInUse(image), () => "the image is mounted still");
        queue.IsUp = true;
        await using GatewayProcess second = await GatewayProcess.StartMountedAsync(mounts, config);
        await queue.ShouldDeliverAsync(second);
        _output.WriteLine($"{queue.Acknowledged.Count} requests were taken, {queue.Duplicates} came twice");
    }

    [Fact]
    public async Task Directory_RemovedUnderAQueue_IsToldAndTheStopSaysWhatIsLost()
    {
        using var folder = new TemporaryFolder();
        await using QueueOfRequests queue = await QueueOfRequests.StartAsync();
        string directory = Path.Combine(folder.Path, "queue");
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(queue.Config(directory));
        using var client = new GrpcClient(gateway.Endpoint);
        for (int seed = 1; seed <= 5; seed++)
        {
            (await queue.SendAsync(client, SampleRequests.Traces(20, seed))).Status.ShouldBe(0);
        }

        Directory.Delete(directory, recursive: true);
        (await queue.SendAsync(client, SampleRequests.Traces(20, seed: 6))).Status.ShouldBe(14);
        await gateway.SeesAsync("can't be written");

        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        gateway.Output.ShouldContain("were removed; the batches in them are lost");
        gateway.Output.ShouldContain("storage_removed");
        gateway.Output.ShouldNotContain("sent after the next start");
        gateway.Output.ShouldContain("the ledger balances");
    }

    private static byte[] OfAMebibyte(int number)
    {
        var scope = new ScopeSpans { Spans = { new Span { Name = $"span {number} {new string('x', 1 << 20)}" } } };
        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } } }.ToByteArray();
    }
}
