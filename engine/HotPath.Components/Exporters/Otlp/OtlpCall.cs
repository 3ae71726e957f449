using System.Net;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// What one call of .NET's client needs: request, body, response buffer. Pooled, and used again after calls that ended in order;
/// HttpClient may keep hold of the others for a while.
/// </summary>
internal sealed class OtlpCall : IDisposable
{
    public OtlpCall(GrpcClientPlan client, TimeSpan timeout)
    {
        Content = new GrpcContent();
        Request = new HttpRequestMessage(HttpMethod.Post, default(Uri))
        {
            Content = Content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
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

    /// <inheritdoc/>
    public void Dispose() => Request.Dispose();
}
