using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using HotPath.Core;
using HotPath.Testing.Rpc;

namespace HotPath.Testing.Grpc;

/// <summary>
/// A raw gRPC client over <see cref="HttpClient"/>'s HTTP/2: sends any bytes under any headers, and reads the status from trailers or
/// headers without judging it. Thread-safe; calls share one connection, and more are opened only past its stream limit.
/// </summary>
public sealed class GrpcClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _base;
    private int _connections;

    /// <summary>Makes a client for <c>host:port</c>, without TLS unless <paramref name="tls"/> says how.</summary>
    public GrpcClient(string endpoint, SslClientAuthenticationOptions? tls = null)
    {
        _base = new Uri($"{(tls is null ? "http" : "https")}://{endpoint}");
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            UseProxy = false,

            // A test that speaks of a connection means the same one, however long the machine stalls in between.
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = ConnectAsync,
        };
        if (tls is not null)
        {
            handler.SslOptions = tls;
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Connections opened so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Sends one uncompressed message to a signal's Export method.</summary>
    public Task<GrpcReply> ExportAsync(Signal signal, ReadOnlySpan<byte> message, CancellationToken cancel = default) =>
        SendAsync(GrpcCall.Export(signal, message), cancel);

    /// <summary>Sends one call.</summary>
    /// <exception cref="HttpRequestException">The stream or the connection was cut, whatever was under way.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public async Task<GrpcReply> SendAsync(GrpcCall call, CancellationToken cancel = default)
    {
        try
        {
            return await SendOnceAsync(call, cancel);
        }
        catch (OperationCanceledException cut) when (!cancel.IsCancellationRequested)
        {
            // HttpClient cancels a body that it is writing when the stream ends before it. A write that this meets says so; a flush, or
            // the body's own code, only says that it was cancelled.
            throw new HttpRequestException("The stream ended while the request was being written.", cut);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<GrpcReply> SendOnceAsync(GrpcCall call, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(_base, call.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = call.Method == "GET" ? null : new GrpcCallContent(call),
        };
        if (call.ContentType is { } type && request.Content is { } content)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        request.Headers.TE.ParseAdd("trailers");
        Add(request, "grpc-encoding", call.Encoding);
        Add(request, "grpc-timeout", call.Timeout);
        foreach ((string name, string value) in call.Headers)
        {
            Add(request, name, value);
        }

        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancel);
        return Read(response, body);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancel);

            // Asked for here, and kept: HttpClient asks too, and if the connection was reset since, it lets a SocketException through.
            _ = socket.RemoteEndPoint;
            Interlocked.Increment(ref _connections);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static GrpcReply Read(HttpResponseMessage response, byte[] body)
    {
        bool trailersOnly = response.Headers.Contains("grpc-status");
        var headers = new Dictionary<string, string>();
        foreach ((string name, IEnumerable<string> values) in
                 response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders))
        {
            headers[name.ToLowerInvariant()] = string.Join(',', values);
        }

        int? status = headers.TryGetValue("grpc-status", out string? code) ? int.Parse(code) : null;
        string? message = headers.TryGetValue("grpc-message", out string? text) ? GrpcText.Decode(text) : null;
        Status? details = headers.TryGetValue("grpc-status-details-bin", out string? bin) ? Status.Parser.ParseFrom(FromBase64(bin)) : null;
        return new GrpcReply((int)response.StatusCode, status, message, trailersOnly, details, body, headers);
    }

    private static byte[] FromBase64(string unpadded) =>
        Convert.FromBase64String(unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '='));
}
