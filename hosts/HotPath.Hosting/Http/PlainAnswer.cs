using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Http;

/// <summary>
/// The answers to what is no OTLP request at all, letter for letter the Collector's (collector-compat, section 5). Immutable.
/// </summary>
internal sealed class PlainAnswer
{
    private readonly int _status;
    private readonly string _contentType;
    private readonly byte[] _text;

    private PlainAnswer(int status, string contentType, string text)
    {
        _status = status;
        _contentType = contentType;
        _text = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Nothing is served at this path.</summary>
    public static PlainAnswer NotFound { get; } =
        new(StatusCodes.Status404NotFound, "text/plain; charset=utf-8", "404 page not found\n");

    /// <summary>Not a POST.</summary>
    public static PlainAnswer WrongMethod { get; } =
        new(StatusCodes.Status405MethodNotAllowed, "text/plain", "405 method not allowed, supported: [POST]");

    /// <summary>Neither protobuf nor JSON.</summary>
    public static PlainAnswer WrongContentType { get; } = new(
        StatusCodes.Status415UnsupportedMediaType,
        "text/plain",
        "415 unsupported media type, supported: [application/json, application/x-protobuf]");

    /// <summary>JSON, of a signal that is taken as protobuf only: HotPath's own.</summary>
    public static PlainAnswer NoJsonOfProfiles { get; } = new(
        StatusCodes.Status415UnsupportedMediaType,
        "text/plain",
        "415 unsupported media type, supported for profiles: [application/x-protobuf]");

    /// <summary>Writes it.</summary>
    public void Write(IFeatureCollection features) => HttpAnswer.Write(features, _status, _contentType, _text);
}
