using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace HotPath.Engine.Config.Sources;

/// <summary>
/// Fetches <c>http:</c> and <c>https:</c> sources, as the Collector's providers do: one GET, redirects followed, any status but 200 an error,
/// certificates checked against the system's roots. What Go leaves open is bounded: size and time.
/// </summary>
/// <remarks>It waits for the answer on the calling thread, which is the process's first: nothing runs before its configuration is read.</remarks>
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

        try
        {
            return GetAsync(uri, shown).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return (null, $"cannot fetch {shown}: no whole answer within {timeout.TotalSeconds:0.###} seconds");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            string because = failure.InnerException is { } inner && !failure.Message.Contains(inner.Message, StringComparison.Ordinal) ? $" ({UriText.Safe(inner.Message)})" : "";
            return (null, $"cannot fetch {shown}: {UriText.Safe(failure.Message)}{because}");
        }
    }

    private async Task<(byte[]? Content, string? Fault)> GetAsync(Uri uri, string shown)
    {
        using var patience = new CancellationTokenSource(timeout, time);
        using var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip,
            MaxAutomaticRedirections = MaxRedirects,
            UseCookies = false,
            UseProxy = !uri.IsLoopback,
        };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        if (uri.UserInfo.Length > 0)
        {
            byte[] user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
        }

        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (null, $"cannot fetch {shown}: the server answers {(int)response.StatusCode}, and only 200 brings a configuration");
        }

        // A server may name no length or a wrong one, so the limit holds while reading.
        byte[] bytes = new byte[ConfigLimits.MaxSourceBytes + 1];
        Stream body = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        int length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, patience.Token).ConfigureAwait(false);
        return length > ConfigLimits.MaxSourceBytes
            ? (null, $"cannot fetch {shown}: it is larger than {ConfigLimits.MaxSourceBytes >> 20} MiB")
            : (bytes[..length], null);
    }
}
