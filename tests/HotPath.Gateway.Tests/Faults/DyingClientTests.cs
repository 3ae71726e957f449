using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HotPath.Core.Http2;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>
/// Clients that die in mid-message, many at once, while others send: nothing of theirs is left in memory, each is counted, and whoever
/// sends
/// whole requests, even on the same connection, is served.
/// </summary>
public sealed class DyingClientTests : IClassFixture<LoneGateway>
{
    private const int Clients = 20;

    /// <summary>
    /// So much of a body comes; what it declares is more. It is more than the least that a body must bring in its first 10 s (4 KiB a
    /// second), in which the machine may stall.
    /// </summary>
    private const int HalfBytes = 48 * 1024;

    private static readonly byte[] Request = SampleRequests.Traces(800, seed: 51);

    private readonly LoneGateway _lone;
    private readonly ITestOutputHelper _output;

    public DyingClientTests(LoneGateway lone, ITestOutputHelper output) => (_lone, _output) = (lone, output);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task InGrpcData_ByTheConnectionsEnd_LeavesNothing(bool gzip) => ShouldLeaveNothingAsync(async client =>
    {
        using RawHttp2 connection = await OpenHalfAsync(gzip);
        await SendWholeAsync(connection, client);
    });

    [Fact]
    public Task InGrpcData_ByResetOfTheStream_LeavesNothing() => ShouldLeaveNothingAsync(async client =>
    {
        using RawHttp2 connection = await OpenHalfAsync(gzip: false);
        await connection.SendAsync(RawFrame.Reset(1));
        await SendWholeAsync(connection, client);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task InHttpBody_OfAKnownLength_LeavesNothing(bool gzip) => ShouldLeaveNothingAsync(_ =>
    {
        byte[] body = Body(gzip);
        string length = $"Content-Length: {body.Length}\r\n";
        return PostHalfAsync(Head(gzip, length), body.AsMemory(0, HalfBytes));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task InHttpBody_InAChunk_LeavesNothing(bool gzip) => ShouldLeaveNothingAsync(_ =>
    {
        byte[] body = Body(gzip);
        byte[] chunk = Encoding.ASCII.GetBytes(body.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        return PostHalfAsync(Head(gzip, "Transfer-Encoding: chunked\r\n"), (byte[])[.. chunk, .. body.AsSpan(0, HalfBytes)]);
    });

    private async Task ShouldLeaveNothingAsync(Func<int, Task> die)
    {
        long before = (await LedgerOf.ReadAsync(_lone.Gateway)).Refused().Values.Sum();
        using (var client = new GrpcClient(_lone.Gateway.Endpoint))
        {
            Task dying = Task.WhenAll(Enumerable.Range(0, Clients).Select(die));
            for (int i = 0; i < 10; i++)
            {
                await _lone.SendAsync(client, SampleRequests.Traces(20, seed: 1000 + i));
            }

            await dying;
        }

        Dictionary<string, long> refused = [];
        await Eventually.HoldsAsync(async () =>
        {
            refused = (await LedgerOf.ReadAsync(_lone.Gateway)).Refused();
            long counted = refused.Values.Sum() - before;
            return (counted >= Clients, $"of {Clients} that died {counted} are counted: {string.Join(", ", refused)}");
        });
        _output.WriteLine(string.Join(", ", refused));
        refused.Values.Sum().ShouldBe(before + Clients, string.Join(", ", refused));
        refused.Where(static reason => reason.Value > 0)
            .ShouldAllBe(static reason => reason.Key == "aborted" || reason.Key == "bad_framing");
        await _lone.ShouldBecomeEmptyAsync();
    }

    /// <summary>A connection with half a message on its stream 1.</summary>
    private async Task<RawHttp2> OpenHalfAsync(bool gzip)
    {
        byte[] body = Body(gzip);
        RawHttp2 connection = await RawHttp2.ConnectAsync(IPEndPoint.Parse(_lone.Gateway.Endpoint));
        await connection.OpenAsync(1, gzip ? [("grpc-encoding", "gzip")] : []);
        byte[] message = GrpcMessages.Frame(body);
        message[0] = gzip ? (byte)1 : (byte)0;
        foreach (byte[] piece in message[..HalfBytes].Chunk(16 * 1024))
        {
            await connection.SendAsync(RawFrame.Bytes(FrameType.Data, FrameFlags.None, 1, piece));
        }

        return connection;
    }

    /// <summary>Another request on the same connection, which is served.</summary>
    private async Task SendWholeAsync(RawHttp2 connection, int client)
    {
        byte[] whole = SampleRequests.Traces(3, seed: 2000 + client);
        await connection.ExportAsync(3, whole);
        (await AnswerAsync(connection)).ShouldBe(0);
        _lone.Acknowledged(whole);
    }

    /// <summary>The status of stream 3; what is said of stream 1 meanwhile, such as a window, is passed over.</summary>
    private static async Task<int?> AnswerAsync(RawHttp2 connection) => (await connection.ReadAnswerAsync(3)).Status;

    private async Task PostHalfAsync(string head, ReadOnlyMemory<byte> half)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(_lone.Gateway.HttpEndpoint));
        await socket.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. half.Span]);
    }

    private static string Head(bool gzip, string framing) =>
        "POST /v1/traces HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/x-protobuf\r\n"
        + $"{(gzip ? "Content-Encoding: gzip\r\n" : "")}{framing}\r\n";

    /// <summary>A body of more than twice <see cref="HalfBytes"/>.</summary>
    private static byte[] Body(bool gzip)
    {
        using var packed = new MemoryStream();
        using (Stream stream = gzip ? new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true) : new MemoryStream())
        {
            stream.Write(Request);
        }

        byte[] body = gzip ? packed.ToArray() : Request;
        body.Length.ShouldBeGreaterThan(2 * HalfBytes);
        return body;
    }
}
