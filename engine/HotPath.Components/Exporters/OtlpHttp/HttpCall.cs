using System.Net;
using System.Net.Http.Headers;
using HotPath.Components.Exporters.Shared;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>
/// What one request needs: head, body, message, response buffer. Pooled, and used again after requests that ended in order; HttpClient
/// may keep hold of the others for a while.
/// </summary>
internal sealed class HttpCall : IDisposable
{
    private readonly HttpClientPlan _client;
    private ClientCredentials? _carried;

    public HttpCall(SlabPool slabs, HttpClientPlan client, Uri url, bool asJson)
    {
        Message = new OtlpMessage(slabs);
        Content = new EgressContent();
        Content.Headers.ContentType = new MediaTypeHeaderValue(asJson ? HttpAnswer.Json : HttpAnswer.Protobuf);
        Request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = Content,
            Version = client.Pool.Http2 && url.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        _client = client;
        HttpChannel.WriteHeaders(client, Request.Headers, Content.Headers);
    }

    /// <summary>The message; filled before, and cleared after the request.</summary>
    public OtlpMessage Message { get; }

    /// <summary>The body.</summary>
    public EgressContent Content { get; }

    /// <summary>The request.</summary>
    public HttpRequestMessage Request { get; }

    /// <summary>Puts these credentials into the head; the same as before stay there.</summary>
    public void Carry(ClientCredentials? credentials)
    {
        if (credentials is null || credentials == _carried)
        {
            return;
        }

        if (_carried is not null)
        {
            HeaderEdits.Clear(Request.Headers, Content.Headers);
            HttpChannel.WriteHeaders(_client, Request.Headers, Content.Headers);
        }

        HeaderEdits.Apply(credentials, Request.Headers);
        _carried = credentials;
    }

    /// <summary>Where the response's body goes.</summary>
    public HttpResponseBody Response { get; } = new();

    /// <summary>True once the response has been read.</summary>
    public bool IsAnswered { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Request.Dispose();
        Message.Dispose();
    }
}
