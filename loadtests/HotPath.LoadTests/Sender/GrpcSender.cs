using System.Net;
using System.Net.Http.Headers;

namespace HotPath.LoadTests.Sender;

/// <summary>Senders in a closed loop: so many connections, so many requests in flight on each, each sent when the one before it was answered.</summary>
internal sealed class GrpcSender : IAsyncDisposable
{
    private static readonly MediaTypeHeaderValue GrpcContent = new("application/grpc");

    private readonly Uri _uri;
    private readonly SocketsHttpHandler[] _connections;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private long _ok;
    private long _refused;
    private long _failed;

    private GrpcSender(int port, int connections)
    {
        _uri = new Uri($"http://127.0.0.1:{port}/opentelemetry.proto.collector.trace.v1.TraceService/Export");
        _connections = [.. Enumerable.Range(0, connections).Select(_ => new SocketsHttpHandler { InitialHttp2StreamWindowSize = 1 << 20 })];
    }

    /// <summary>Requests answered with grpc-status 0.</summary>
    public long Ok => Interlocked.Read(ref _ok);

    /// <summary>Requests answered with another status.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Requests that got no answer.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public static GrpcSender Start(int port, int spans, int connections, int streams)
    {
        var sender = new GrpcSender(port, connections);
        for (int c = 0; c < connections; c++)
        {
            var invoker = new HttpMessageInvoker(sender._connections[c], disposeHandler: false);
            for (int s = 0; s < streams; s++)
            {
                int seed = (c * streams) + s;
                sender._loops.Add(Task.Run(() => sender.LoopAsync(invoker, SpanTemplate.Create(spans), new Random(seed))));
            }
        }

        return sender;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        Array.ForEach(_connections, connection => connection.Dispose());
        _stop.Dispose();
    }

    private async Task LoopAsync(HttpMessageInvoker invoker, SpanTemplate template, Random random)
    {
        while (!_stop.IsCancellationRequested)
        {
            template.Refresh(random);
            try
            {
                await SendAsync(invoker, template);
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
            {
                if (!_stop.IsCancellationRequested)
                {
                    Interlocked.Increment(ref _failed);
                }
            }
        }
    }

    private async Task SendAsync(HttpMessageInvoker invoker, SpanTemplate template)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ReadOnlyMemoryContent(template.Framed),
        };
        request.Content.Headers.ContentType = GrpcContent;
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using HttpResponseMessage response = await invoker.SendAsync(request, _stop.Token);
        await response.Content.CopyToAsync(Stream.Null, _stop.Token);
        bool ok = response.TrailingHeaders.TryGetValues("grpc-status", out IEnumerable<string>? status) && status.First() == "0";
        Interlocked.Increment(ref ok ? ref _ok : ref _refused);
    }
}
