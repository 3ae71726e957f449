using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using HotPath.LoadTests.Scenarios;
using HotPath.LoadTests.Sender;
using HotPath.LoadTests.Sink;

namespace HotPath.LoadTests.Tests.Sink;

/// <summary>The sink against a real client, .NET's own.</summary>
public sealed class LoadSinkTests
{
    [Fact]
    public async Task GrpcCall_FromARealClient_IsCountedAndAnsweredOk()
    {
        await using LoadSink sink = LoadSink.Start(0);
        using var client = new HttpClient();
        byte[] message = PayloadFactory.Create(Traffic.Plain, 700).Single().Bytes;
        byte[] length = BitConverter.GetBytes(IPAddress.HostToNetworkOrder(message.Length));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{sink.Port}/any.Service/Export")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, .. length, .. message]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        using HttpResponseMessage response = await client.SendAsync(request);
        byte[] answer = await response.Content.ReadAsByteArrayAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.ShouldBe(new byte[5]);
        response.TrailingHeaders.GetValues("grpc-status").ShouldBe(["0"]);
        sink.Spans.ShouldBe(700);
        sink.Bytes.ShouldBe(message.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HttpRequests_WithALengthOrInChunks_AreCountedAndAnsweredOk(bool isChunked)
    {
        await using LoadSink sink = LoadSink.Start(0);
        using var client = new HttpClient();
        byte[] message = PayloadFactory.Create(Traffic.Plain, 700).Single().Bytes;
        for (int i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{sink.Port}/v1/traces")
            {
                Content = new ByteArrayContent(message),
            };
            request.Headers.TransferEncodingChunked = isChunked;
            using HttpResponseMessage response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        sink.Spans.ShouldBe(2100);
        sink.Broken.ShouldBeNull();
    }

    [Fact]
    public async Task BrokenMessage_Always_IsTold()
    {
        await using LoadSink sink = LoadSink.Start(0);
        using var client = new HttpClient();

        using HttpResponseMessage response = await client.PostAsync(
            new Uri($"http://127.0.0.1:{sink.Port}/v1/traces"), new ByteArrayContent([0x0A, 0x05, 0x01]));

        sink.Spans.ShouldBe(0);
        sink.Broken.ShouldNotBeNull().ShouldContain("a message arrived broken");
    }

    [Fact]
    public async Task WhenGone_OfAClientThatHasGone_WaitsForAllThatItHadSent()
    {
        await using LoadSink sink = LoadSink.Start(0);
        byte[] message = PayloadFactory.Create(Traffic.Plain, 700).Single().Bytes;
        sink.Pause();
        using (var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await client.ConnectAsync(IPAddress.Loopback, sink.Port);
            Task sending = SendAsync(client, message);
            sink.Spans.ShouldBe(0, "it is paused");
            sink.Resume();
            await sending;
        }

        await sink.WhenGoneAsync();

        sink.Spans.ShouldBe(700);
    }

    private static async Task SendAsync(Socket client, byte[] message)
    {
        await client.SendAsync(Encoding.ASCII.GetBytes($"POST /v1/traces HTTP/1.1\r\nContent-Length: {message.Length}\r\n\r\n"));
        await client.SendAsync(message);
    }
}
