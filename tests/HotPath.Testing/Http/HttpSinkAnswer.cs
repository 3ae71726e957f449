using Google.Protobuf;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Rpc;

namespace HotPath.Testing.Http;

/// <summary>What an <see cref="HttpSink"/> answers to one request. Start from a factory and refine with <c>with</c>.</summary>
public sealed record HttpSinkAnswer
{
    /// <summary>The content type of OTLP in protobuf.</summary>
    public const string Protobuf = "application/x-protobuf";

    /// <summary>The content type of OTLP in JSON.</summary>
    public const string Json = "application/json";

    /// <summary>Success with an empty response message in protobuf.</summary>
    public static HttpSinkAnswer Ok { get; } = new();

    /// <summary>The status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The Content-Type; null sends none.</summary>
    public string? ContentType { get; init; } = Protobuf;

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>More headers, such as Retry-After.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Waits for this before answering; a task that never ends is a backend that hangs.</summary>
    public Task? Until { get; init; }

    /// <summary>True: cuts the TCP connection instead of answering.</summary>
    public bool AbortConnection { get; init; }

    /// <summary>An error with a google.rpc.Status in protobuf.</summary>
    public static HttpSinkAnswer Error(int status, string message = "scripted error") =>
        new() { Status = status, Body = new Status { Code = 2, Message = message }.ToByteArray() };

    /// <summary>An answer with any text as its body.</summary>
    public static HttpSinkAnswer Text(int status, string contentType, string body) =>
        new() { Status = status, ContentType = contentType, Body = System.Text.Encoding.UTF8.GetBytes(body) };

    /// <summary>A success in protobuf that rejects some items; the three signals' responses look alike on the wire.</summary>
    public static HttpSinkAnswer Partial(long rejectedItems, string message) => new()
    {
        Body = new ExportTraceServiceResponse
        {
            PartialSuccess = new ExportTracePartialSuccess { RejectedSpans = rejectedItems, ErrorMessage = message },
        }.ToByteArray(),
    };

    /// <summary>No answer before <paramref name="release"/> ends; then success.</summary>
    public static HttpSinkAnswer HangUntil(Task release) => new() { Until = release };

    /// <summary>The same answer with a header more.</summary>
    public HttpSinkAnswer With(string header, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers) { [header] = value } };
}
