using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin;

/// <summary>Short answers.</summary>
internal static class AdminAnswer
{
    /// <summary>What Go's HTTP server says of a path that nobody serves.</summary>
    public static Task NotFoundAsync(HttpContext request)
    {
        request.Response.StatusCode = StatusCodes.Status404NotFound;
        request.Response.Headers.XContentTypeOptions = "nosniff";
        return TextAsync(request, "text/plain; charset=utf-8", "404 page not found\n");
    }

    /// <summary>How answers are written as JSON: what Go leaves as it is stays as it is.</summary>
    public static JsonWriterOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends a short text with its length.</summary>
    public static Task TextAsync(HttpContext request, string contentType, string text)
    {
        byte[] body = System.Text.Encoding.UTF8.GetBytes(text);
        request.Response.ContentType = contentType;
        request.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(request.Request.Method) ? Task.CompletedTask : request.Response.Body.WriteAsync(body).AsTask();
    }
}
