using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace HotPath.Engine.Config.Sources;

/// <summary>
/// Fetches <c>http:</c> and <c>https:</c> sources, as the Collector's providers do: one GET, redirects followed, any status but 200 an
/// error, certificates checked against the system's roots. What Go leaves open is bounded: size and time.
/// </summary>
/// <remarks>It waits on the calling thread, which is the process's first: nothing runs before its configuration is read.</remarks>
internal sealed class HttpFetcher(TimeSpan timeout, TimeProvider time)
{
    /// <summary>Redirects that are followed, as Go's client does.</summary>
    private const int MaxRedirects = 10;

    /// <summary>The bytes behind a URL, or why they cannot be had.</summary>
    public (byte[]? Content, string? Fault) Get(string url)
    {
        string shown = UriText.Safe(url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            return (null, $"'{shown}' is not a URL: write http://host:port/path");
        }

        using var patience = new CancellationTokenSource(timeout, time);
        try
        {
            return Get(uri, shown, patience.Token);
        }
        catch (Exception) when (patience.IsCancellationRequested)
        {
            return (null, $"cannot fetch {shown}: no whole answer within {timeout.TotalSeconds:0.###} seconds");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or InvalidDataException)
        {
            bool isNews = failure.InnerException is { } inner && !failure.Message.Contains(inner.Message, StringComparison.Ordinal);
            string because = isNews ? $" ({UriText.Safe(failure.InnerException!.Message)})" : "";
            return (null, $"cannot fetch {shown}: {UriText.Safe(failure.Message)}{because}");
        }
    }

    private static (byte[]? Content, string? Fault) Get(Uri uri, string shown, CancellationToken patience)
    {
        using var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip,
            MaxAutomaticRedirections = MaxRedirects,
            UseCookies = false,

            // Who disposes of a response ends its connection: nobody reads what is left of it, beside our own read.
            MaxResponseDrainSize = 0,
            UseProxy = !uri.IsLoopback,
        };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (uri.UserInfo.Length > 0)
        {
            byte[] user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
        }

        using HttpResponseMessage response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, patience);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (null, $"cannot fetch {shown}: the server answers {(int)response.StatusCode}, and only 200 brings a configuration");
        }

        // A server may name no length or a wrong one, so the limit holds while reading.
        byte[] bytes = new byte[ConfigLimits.MaxSourceBytes + 1];
        Stream body = response.Content.ReadAsStream(patience);

        // A read that blocks takes no token: it ends with the connection under it, and may then look like the body's end.
        using CancellationTokenRegistration impatience = patience.Register(response.Dispose);
        int length = body.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        patience.ThrowIfCancellationRequested();
        return length > ConfigLimits.MaxSourceBytes
            ? (null, $"cannot fetch {shown}: it is larger than {ConfigLimits.MaxSourceBytes >> 20} MiB")
            : (bytes[..length], null);
    }
}
