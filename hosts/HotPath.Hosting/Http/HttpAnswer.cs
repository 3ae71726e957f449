using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Http;

/// <summary>
/// Writes the answer to a request, in the request's own format; Kestrel sends it when the request ends.
/// <code>
///   success   200  Export…ServiceResponse   0A 00                      | {"partialSuccess":{}}
///   failure   4xx  google.rpc.Status        08 code | 12 length message | {"code":…,"message":"…"}
/// </code>
/// The success body names an empty partial_success, as the Collector's does.
/// </summary>
internal static class HttpAnswer
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";
    private const byte CodeField = 0x08;
    private const byte MessageField = 0x12;
    private const int MaxVarint = 10;

    /// <summary>Writes a full success.</summary>
    public static void Succeed(IFeatureCollection features, PayloadKind kind)
    {
        if (kind == PayloadKind.Json)
        {
            Write(features, StatusCodes.Status200OK, Json, "{\"partialSuccess\":{}}"u8);
        }
        else
        {
            Write(features, StatusCodes.Status200OK, Protobuf, [0x0A, 0x00]);
        }
    }

    /// <summary>Writes a refusal from before the engine. Oversize is 413, what cannot be read is 400, and a compression that this
    /// machine lacks the library for is 415.</summary>
    public static void Refuse(IFeatureCollection features, PayloadKind kind, in Refusal refusal)
    {
        switch (refusal.Reason)
        {
            case RefuseReason.TooLarge:
                Fail(features, kind, StatusCodes.Status413PayloadTooLarge, refusal.Status);
                break;
            case RefuseReason.BadEncoding when refusal.Status.Code == RpcCode.Unimplemented:
                Fail(features, kind, StatusCodes.Status415UnsupportedMediaType, refusal.Status);
                break;
            case RefuseReason.BadEncoding or RefuseReason.BadFraming:
                Fail(features, kind, StatusCodes.Status400BadRequest, refusal.Status with { Code = RpcCode.InvalidArgument });
                break;
            default:
                Fail(features, kind, refusal.Status);
                break;
        }
    }

    /// <summary>Writes any other failure, under the HTTP status that the Collector maps its code to.</summary>
    public static void Fail(IFeatureCollection features, PayloadKind kind, in RpcStatus status)
    {
        int http = status.Code switch
        {
            RpcCode.InvalidArgument => StatusCodes.Status400BadRequest,
            RpcCode.Unauthenticated => StatusCodes.Status401Unauthorized,
            RpcCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
            RpcCode.Unavailable or RpcCode.DeadlineExceeded => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        Fail(features, kind, http, status);
    }

    /// <summary>Writes a body of known length.</summary>
    public static void Write(IFeatureCollection features, int status, string contentType, ReadOnlySpan<byte> body)
    {
        IHttpResponseFeature response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = status;
        response.Headers.ContentType = contentType;
        response.Headers.ContentLength = body.Length;
        PipeWriter writer = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        writer.Write(body);
    }

    private static void Fail(IFeatureCollection features, PayloadKind kind, int http, in RpcStatus status)
    {
        if (status.RetryAfter > TimeSpan.Zero)
        {
            // Whole seconds, rounded up: an early retry meets the same refusal.
            var seconds = (int)Math.Min(Math.Ceiling(status.RetryAfter.TotalSeconds), int.MaxValue);
            features.GetRequiredFeature<IHttpResponseFeature>().Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        string message = status.Message ?? "";
        if (kind == PayloadKind.Json)
        {
            var buffer = new ArrayBufferWriter<byte>();
            using var json = new Utf8JsonWriter(buffer);
            json.WriteStartObject();
            json.WriteNumber("code", (int)status.Code);
            json.WriteString("message", message);
            json.WriteEndObject();
            json.Flush();
            Write(features, http, Json, buffer.WrittenSpan);
        }
        else
        {
            Write(features, http, Protobuf, EncodeStatus(status.Code, message));
        }
    }

    private static ReadOnlySpan<byte> EncodeStatus(RpcCode code, string message)
    {
        int length = Encoding.UTF8.GetByteCount(message);
        byte[] bytes = new byte[3 + MaxVarint + length];
        int at = 0;
        bytes[at++] = CodeField;
        bytes[at++] = (byte)code;
        bytes[at++] = MessageField;
        int rest = length;
        for (; rest >= 0x80; rest >>= 7)
        {
            bytes[at++] = (byte)(rest | 0x80);
        }

        bytes[at++] = (byte)rest;
        at += Encoding.UTF8.GetBytes(message, bytes.AsSpan(at));
        return bytes.AsSpan(0, at);
    }
}
