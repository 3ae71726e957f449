using System.Net;
using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Auth;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// What one call of .NET's client needs: request, body, response buffer. Pooled, and used again after calls that ended in order;
/// HttpClient may keep hold of the others for a while.
/// </summary>
internal sealed class OtlpCall : IDisposable
{
    private readonly GrpcClientPlan _client;
    private readonly TimeSpan _timeout;
    private ClientCredentials? _carried;

    public OtlpCall(GrpcClientPlan client, TimeSpan timeout)
    {
        Content = new GrpcContent();
        Request = new HttpRequestMessage(HttpMethod.Post, default(Uri))
        {
            Content = Content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        (_client, _timeout) = (client, timeout);
        GrpcChannel.WriteHeaders(client, timeout, Request.Headers, Content.Headers);
    }

    /// <summary>The body.</summary>
    public GrpcContent Content { get; }

    /// <summary>The request.</summary>
    public HttpRequestMessage Request { get; }

    /// <summary>Where the response's body goes.</summary>
    public GrpcResponseBody Response { get; } = new();

    /// <summary>True once the response has been read to its end.</summary>
    public bool IsAnswered { get; set; }

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
            GrpcChannel.WriteHeaders(_client, _timeout, Request.Headers, Content.Headers);
        }

        foreach ((string name, string value) in HeaderEdits.Fields(credentials))
        {
            Request.Headers.TryAddWithoutValidation(name, value);
        }

        _carried = credentials;
    }

    /// <inheritdoc/>
    public void Dispose() => Request.Dispose();
}
