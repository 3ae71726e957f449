using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Http2;

/// <summary>
/// Writes the frames of an answer.
/// <code>
///   success   HEADERS :status 200, content-type · DATA 00 00000000 (an empty response message) · HEADERS grpc-status 0, END_STREAM
///   refusal   HEADERS :status, content-type, grpc-status, grpc-message, END_STREAM: gRPC's "trailers only"
/// </code>
/// Header blocks use the static table alone, so that a success is always the same bytes, but for the stream's number. The connection's very
/// first block gives up the dynamic table (RFC 7541 section 6.3), so that no later SETTINGS of the peer's asks for a change of it.
/// </summary>
internal static class AnswerFrames
{
    /// <summary>Bytes of the response's body: the prefix of an empty message.</summary>
    public const int BodyBytes = GrpcPrefix.Size;

    /// <summary>Room that any refusal fits into.</summary>
    public const int MostRefusalBytes = 16 * 1024;

    /// <summary>Characters of a message that are sent; encoded, with its details, they fit one frame.</summary>
    private const int MostMessageChars = 1000;

    private const byte DropDynamicTable = 0x20;
    private const byte Status200 = 0x80 | 8;
    private const int StatusName = 8;
    private const int ContentTypeName = 31;

    private static readonly byte[] Headers = [Status200, .. Literal(ContentTypeName, "application/grpc")];
    private static readonly byte[] Trailers = [.. Literal(0, "0", "grpc-status")];
    private static readonly byte[] Whole = Success();

    /// <summary>Bytes of a whole success.</summary>
    public static int SuccessBytes => Whole.Length;

    /// <summary>The most bytes of the frames before and behind the body.</summary>
    public static int MostHeadBytes => FrameHeader.Bytes + 1 + Headers.Length;

    /// <summary>Bytes of the trailers.</summary>
    public static int TrailersBytes => FrameHeader.Bytes + Trailers.Length;

    /// <summary>A whole success; not as a connection's first block.</summary>
    public static int WriteSuccess(Span<byte> to, int streamId)
    {
        Whole.CopyTo(to);
        int at = 5;
        BinaryPrimitives.WriteInt32BigEndian(to[at..], streamId);
        at += FrameHeader.Bytes + Headers.Length;
        BinaryPrimitives.WriteInt32BigEndian(to[at..], streamId);
        at += FrameHeader.Bytes + BodyBytes;
        BinaryPrimitives.WriteInt32BigEndian(to[at..], streamId);
        return Whole.Length;
    }

    /// <summary>The headers of a success.</summary>
    public static int WriteHead(Span<byte> to, int streamId, bool isFirstBlock)
    {
        int at = FrameHeader.Bytes;
        if (isFirstBlock)
        {
            to[at++] = DropDynamicTable;
        }

        Headers.CopyTo(to[at..]);
        at += Headers.Length;
        new FrameHeader(at - FrameHeader.Bytes, FrameType.Headers, FrameFlags.EndHeaders, streamId).Write(to);
        return at;
    }

    /// <summary>So many bytes of a success's body.</summary>
    public static int WriteBody(Span<byte> to, int streamId, int bytes)
    {
        new FrameHeader(bytes, FrameType.Data, FrameFlags.None, streamId).Write(to);
        to.Slice(FrameHeader.Bytes, bytes).Clear();
        return FrameHeader.Bytes + bytes;
    }

    /// <summary>The trailers of a success.</summary>
    public static int WriteTrailers(Span<byte> to, int streamId)
    {
        new FrameHeader(Trailers.Length, FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, streamId).Write(to);
        Trailers.CopyTo(to[FrameHeader.Bytes..]);
        return FrameHeader.Bytes + Trailers.Length;
    }

    /// <summary>Anything but a success.</summary>
    /// <param name="to">At least <see cref="MostRefusalBytes"/> of room.</param>
    /// <param name="streamId">The stream.</param>
    /// <param name="refusal">What is said.</param>
    /// <param name="isFirstBlock">True for the connection's first header block.</param>
    public static int WriteRefusal(Span<byte> to, int streamId, in Refusal refusal, bool isFirstBlock)
    {
        RpcStatus status = refusal.Status;
        string message = status.Message ?? "";
        message = message.Length > MostMessageChars ? message[..MostMessageChars] : message;
        int at = FrameHeader.Bytes;
        if (isFirstBlock)
        {
            to[at++] = DropDynamicTable;
        }

        if (refusal.HttpStatus == StatusCodes.Status200OK)
        {
            to[at++] = Status200;
        }
        else
        {
            Write(to, ref at, StatusName, "", refusal.HttpStatus.ToString(CultureInfo.InvariantCulture));
        }

        Write(to, ref at, ContentTypeName, "", "application/grpc");
        Write(to, ref at, 0, "grpc-status", ((int)status.Code).ToString(CultureInfo.InvariantCulture));
        Write(to, ref at, 0, "grpc-message", GrpcMessageText.Encode(message));
        if (status.RetryAfter > TimeSpan.Zero)
        {
            Write(to, ref at, 0, "grpc-status-details-bin", RetryInfoDetails.Encode(status.Code, message, status.RetryAfter));
        }

        if (refusal is { Status.Code: RpcCode.Unimplemented, Reason: RefuseReason.BadEncoding })
        {
            Write(to, ref at, 0, "grpc-accept-encoding", GrpcResponse.AcceptedEncodings);
        }

        new FrameHeader(at - FrameHeader.Bytes, FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, streamId).Write(to);
        return at;
    }

    private static void Write(Span<byte> to, ref int at, int nameIndex, string name, string value)
    {
        byte[] text = Encoding.ASCII.GetBytes(value);
        if (!HpackEncoder.TryWriteLiteral(to[at..], nameIndex, Encoding.ASCII.GetBytes(name), text, HpackIndexing.None, out int written))
        {
            throw new InvalidOperationException($"a field of an answer does not fit: {text.Length} bytes of {name}");
        }

        at += written;
    }

    private static byte[] Literal(int nameIndex, string value, string name = "")
    {
        byte[] room = new byte[64];
        int at = 0;
        Write(room, ref at, nameIndex, name, value);
        return room[..at];
    }

    private static byte[] Success()
    {
        byte[] room = new byte[256];
        int at = WriteHead(room, 0, isFirstBlock: false);
        at += WriteBody(room.AsSpan(at), 0, BodyBytes);
        at += WriteTrailers(room.AsSpan(at), 0);
        return room[..at];
    }
}
