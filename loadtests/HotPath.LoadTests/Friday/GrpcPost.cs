using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using HotPath.Core;

namespace HotPath.LoadTests.Friday;

/// <summary>One unary OTLP/gRPC call, as an SDK's exporter makes it. Thread-safe.</summary>
internal sealed class GrpcPost : IDisposable
{
    private const int PrefixBytes = 5;

    private readonly HttpClient _http;
    private readonly string _endpoint;

    public GrpcPost(int port)
    {
        _endpoint = $"http://127.0.0.1:{port}";
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            Timeout = TimeSpan.FromSeconds(10),
        };
    }

    /// <summary>The service's path of a signal.</summary>
    public static string Path(Signal signal) => signal switch
    {
        Signal.Traces => "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        Signal.Metrics => "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        _ => "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
    };

    /// <summary>Sends a message. A connection that is refused or breaks is UNAVAILABLE, without a delay.</summary>
    public async Task<PostAnswer> SendAsync(Signal signal, byte[] message, CancellationToken stop)
    {
        byte[] framed = new byte[PrefixBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, PrefixBytes);
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint + Path(signal))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(framed),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, stop);
            await response.Content.LoadIntoBufferAsync(stop);
            return Read(response);
        }
        catch (Exception gone)
            when (gone is HttpRequestException or TaskCanceledException or IOException or SocketException && !stop.IsCancellationRequested)
        {
            LastFault = gone.Message;
            return PostAnswer.None;
        }
    }

    /// <summary>Why the last call without an answer had none.</summary>
    public string? LastFault { get; private set; }

    public void Dispose() => _http.Dispose();

    private static PostAnswer Read(HttpResponseMessage response)
    {
        string? status = Header(response, "grpc-status");
        TimeSpan? delay = Header(response, "grpc-status-details-bin") is { } details ? RetryDelay.Read(details) : null;
        return status is null
            ? PostAnswer.None
            : new PostAnswer(int.Parse(status, CultureInfo.InvariantCulture), delay, CameFromTheGateway: true);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? trailers) ? trailers.First()
        : response.Headers.TryGetValues(name, out IEnumerable<string>? headers) ? headers.First()
        : null;
}
