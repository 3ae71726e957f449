using System.Buffers;
using System.Buffers.Text;
using System.Text;
using HotPath.Core.Http2.Hpack;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Http;
using HotPath.Hosting.Http2;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// Reads a request's header fields: which of them matter to a unary call, and whether all together are a request at all (RFC 9113 sections
/// 8.2 and 8.3). A request that is malformed in this sense is no request: its stream is reset.
/// </summary>
/// <param name="routes">Finds the intake.</param>
/// <param name="metadata">Gathers metadata; null if the server does not include it.</param>
/// <param name="auth">Says who may send; null if all may.</param>
internal struct RequestHeadReader(GrpcRoutes routes, HeaderMetadata? metadata, IServerAuthenticator? auth) : IHeaderSink
{
    private const string GrpcContentType = "application/grpc";

    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> NoValueBytes = SearchValues.Create("\0\r\n"u8);

    private IIntake? _intake;
    private string? _unknownPath;
    private string? _method;
    private string? _contentType;
    private string? _encoding;
    private string? _timeout;
    private long _contentLength = -1;
    private bool _hasPath;
    private bool _hasScheme;
    private bool _hasAuthority;
    private bool _hasFields;
    private AuthVerdict? _verdict;
    private byte[]? _undecided;

    /// <summary>What makes this no request; null while nothing does.</summary>
    public string? Malformed { get; private set; }

    /// <inheritdoc/>
    public void Header(long entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.Length > 0 && name[0] == (byte)':')
        {
            Pseudo(name, value);
            return;
        }

        _hasFields = true;
        if (name.IsEmpty || name.ContainsAnyExcept(NameBytes))
        {
            Malformed ??= "a field name with bytes that none may have";
        }

        if (value.ContainsAny(NoValueBytes) || (!value.IsEmpty && (IsBlank(value[0]) || IsBlank(value[^1]))))
        {
            Malformed ??= "a field value with bytes that none may have";
        }

        if (metadata is not null && _intake is not null)
        {
            metadata.Take(_intake.Metadata.Keys, name, value);
        }

        if (auth is not null && _verdict is null && Ascii.Equals(name, auth.Header))
        {
            _verdict = auth.Check(value);
            _undecided = _verdict is { Decision: AuthDecision.Undecided } ? value.ToArray() : null;
        }

        Field(name, value);
    }

    /// <summary>What the block means, when all its fields were handed over and <see cref="Malformed"/> is null.</summary>
    /// <param name="others">The paths of OTLP/HTTP, if its requests are to be told from others that are no gRPC calls.</param>
    public readonly RequestHead Judge(HttpRoutes? others)
    {
        Refusal? refusal = GrpcHead.Read(_contentType ?? "", _timeout, _method!, _encoding ?? "", out GrpcHead head);
        IIntake? intake = refusal is null ? _intake : null;
        if (refusal is null && intake is null)
        {
            refusal = GrpcRoutes.Unknown(_unknownPath!);
        }
        else if (auth is not null
            && intake is not null
            && (_verdict ?? auth.Check([])) is { Decision: AuthDecision.Refused or AuthDecision.Busy } no)
        {
            refusal = Refusals.Unauthenticated(no);
        }
        else if (head.Encoding == GrpcEncoding.Unknown)
        {
            refusal = GrpcRefusal.UnknownEncoding(_encoding!);
        }
        else if (head.Decompressor is { Missing: not null } codec)
        {
            refusal = Refusals.Missing(codec);
        }

        ClientMetadata? said = null;
        if (refusal is null && metadata is not null)
        {
            refusal = metadata.Read(intake!.Metadata, out said);
        }

        bool isOther = refusal is not null && _unknownPath is { } path && !GrpcHead.IsGrpc(_contentType)
            && others?.FindTarget(path) is not null;
        return new RequestHead(intake, head, _contentLength, refusal, said, isOther) { Undecided = refusal is null ? _undecided : null };
    }

    /// <summary>Checks what can only be known at the end of the block.</summary>
    public void Complete()
    {
        if (_method is null || !_hasScheme || !_hasPath)
        {
            Malformed ??= ":method, :scheme or :path is missing";
        }
    }

    private static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t';

    private void Pseudo(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        bool isFirst;
        if (name.SequenceEqual(":method"u8))
        {
            isFirst = _method is null;
            _method = value.SequenceEqual("POST"u8) ? "POST" : Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual(":path"u8))
        {
            isFirst = !_hasPath;
            _hasPath = !value.IsEmpty;
            _intake = routes.Find(value);
            _unknownPath = _intake is null ? Encoding.UTF8.GetString(value) : null;
        }
        else if (name.SequenceEqual(":scheme"u8))
        {
            isFirst = !_hasScheme;
            _hasScheme = !value.IsEmpty;
        }
        else if (name.SequenceEqual(":authority"u8))
        {
            isFirst = !_hasAuthority;
            _hasAuthority = true;
            metadata?.TakeAuthority(value);
        }
        else
        {
            Malformed ??= "a pseudo-header field that requests do not have";
            return;
        }

        if (_hasFields || !isFirst)
        {
            Malformed ??= "a pseudo-header field behind a field, or twice";
        }
    }

    private void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("content-type"u8))
        {
            _contentType = value.SequenceEqual("application/grpc"u8) ? GrpcContentType : Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("grpc-encoding"u8))
        {
            _encoding = value.SequenceEqual("gzip"u8) ? "gzip" : Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("grpc-timeout"u8))
        {
            _timeout = Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("content-length"u8))
        {
            if (!Utf8Parser.TryParse(value, out long length, out int used) || used != value.Length || length < 0
                || (_contentLength >= 0 && _contentLength != length))
            {
                Malformed ??= "a content-length that is no length";
            }

            _contentLength = length;
        }
        else if (name.SequenceEqual("te"u8) && !value.SequenceEqual("trailers"u8))
        {
            Malformed ??= "a te other than trailers";
        }
        else if (IsConnectionSpecific(name))
        {
            Malformed ??= "a field that belongs to HTTP/1.1's connections";
        }
    }

    /// <summary>RFC 9113 section 8.2.2.</summary>
    private static bool IsConnectionSpecific(ReadOnlySpan<byte> name) => name.Length switch
    {
        7 => name.SequenceEqual("upgrade"u8),
        10 => name.SequenceEqual("connection"u8) || name.SequenceEqual("keep-alive"u8),
        16 => name.SequenceEqual("proxy-connection"u8),
        17 => name.SequenceEqual("transfer-encoding"u8),
        _ => false,
    };
}
