using System.Net.Security;
using System.Security.Cryptography;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Interop;

/// <summary>Requests as bytes: since nothing here may change them, they are compared as bytes.</summary>
internal static class Messages
{
    /// <summary>Calls in flight at once.</summary>
    public const int Concurrency = 16;

    /// <summary>More than 8 MiB.</summary>
    public static byte[] Large { get; } = SampleRequests.Traces(17_500, seed: 1_000_000);

    /// <summary>So many different small requests, and the large one in their midst.</summary>
    public static byte[][] Mixed(int count, int seed)
    {
        byte[][] small = [.. Enumerable.Range(0, count).Select(i => SampleRequests.Traces(1 + (i * 13 % 60), (seed * 1000) + i))];
        return [.. small[..(count / 2)], Large, .. small[(count / 2)..]];
    }

    /// <summary>Sends each over one connection; all must be taken.</summary>
    public static async Task SendAsync(string endpoint, IEnumerable<byte[]> messages, SslClientAuthenticationOptions? tls = null)
    {
        using var client = new GrpcClient(endpoint, tls);
        await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = Concurrency }, async (message, cancel) =>
        {
            GrpcReply reply = await client.ExportAsync(Signal.Traces, message, cancel);
            reply.Status.ShouldBe(0, $"{endpoint}: HTTP {reply.HttpStatus}, {reply.Message}");
        });
    }

    /// <summary>
    /// Waits until a sink behind a gateway has so many requests, and finds the same bytes in them, in whatever order.
    /// </summary>
    public static async Task ShouldGetAsync(this GrpcSink sink, IReadOnlyCollection<byte[]> messages, GatewayProcess gateway)
    {
        try
        {
            await sink.WaitForRequestsAsync(messages.Count, TimeSpan.FromSeconds(60));
        }
        catch (TimeoutException missing)
        {
            throw new TimeoutException($"{missing.Message} at {sink.Endpoint}; the gateway said:\n{gateway.Output}");
        }

        ShouldBeTheSame(sink.Requests.Select(static request => request.Bytes), messages);
        sink.Faults.ShouldBeEmpty();
    }

    /// <summary>Compares without regard to order.</summary>
    public static void ShouldBeTheSame(IEnumerable<byte[]> actual, IEnumerable<byte[]> expected) =>
        actual.Select(Digest).Order().ShouldBe(expected.Select(Digest).Order());

    /// <summary>Names a message in a comparison: its length, and a hash.</summary>
    public static string Digest(byte[] message) => $"{message.Length} {Convert.ToHexString(SHA256.HashData(message))}";
}
