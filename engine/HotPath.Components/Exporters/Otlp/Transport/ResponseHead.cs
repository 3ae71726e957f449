using System.Buffers.Text;
using System.Text;
using HotPath.Core.Http2.Hpack;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// What a call needs of a response's headers and trailers: a header block's fields go in, later ones win. A success allocates nothing.
/// </summary>
internal struct ResponseHead : IHeaderSink
{
    private string? _message;
    private string? _details;

    /// <summary><c>:status</c> of the last block that had one; 0 for none.</summary>
    public int HttpStatus { get; private set; }

    /// <summary>True once a <c>grpc-status</c> came.</summary>
    public bool HasStatus { get; private set; }

    /// <summary>Its code.</summary>
    public GrpcCode Code { get; private set; }

    /// <summary>The call's status, now that the response has ended.</summary>
    public readonly GrpcStatus Status
    {
        get
        {
            if (!HasStatus)
            {
                return GrpcStatus.FromHttp(HttpStatus);
            }

            return Code == GrpcCode.OK
                ? new GrpcStatus(Code, "", null)
                : new GrpcStatus(Code, GrpcMessageText.Decode(_message ?? ""), _details is null ? null : RetryInfoReader.Parse(_details));
        }
    }

    /// <inheritdoc/>
    public void Header(long entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual(":status"u8))
        {
            HttpStatus = Utf8Parser.TryParse(value, out int status, out int read) && read == value.Length ? status : 0;
        }
        else if (name.SequenceEqual("grpc-status"u8))
        {
            HasStatus = true;
            Code = value.SequenceEqual("0"u8) ? GrpcCode.OK : GrpcCodes.Parse(Encoding.Latin1.GetString(value));
        }
        else if (name.SequenceEqual("grpc-message"u8))
        {
            _message = Encoding.Latin1.GetString(value);
        }
        else if (name.SequenceEqual("grpc-status-details-bin"u8))
        {
            _details = Encoding.Latin1.GetString(value);
        }
    }
}
