using System.Buffers.Binary;
using System.Numerics;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// Reads the body of a unary response: prefix and message, as in <see cref="GrpcContent"/>. What an Export call answers is a few bytes, so
/// only <see cref="KeptBytes"/> are kept; the rest is read, for the trailers behind it, and dropped. Pooled with its call.
/// </summary>
internal sealed class GrpcResponseBody
{
    /// <summary>A longer response is an error, as grpc-go has it by default and OTLP recommends: 4 MiB.</summary>
    internal const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Bytes of a response that are kept: a message that does not fit cannot be read.</summary>
    internal const int KeptBytes = 64 * 1024;

    private const int InitialBytes = 512;

    private byte[] _buffer = new byte[InitialBytes];
    private int _length;

    /// <summary>
    /// The message; null if there is none that can be read: cut short, too long, compressed although that was not offered.
    /// </summary>
    public ReadOnlyMemory<byte>? Message
    {
        get
        {
            bool hasPrefix = _length is >= GrpcContent.PrefixBytes and <= KeptBytes && _buffer[0] == 0;
            bool isWhole = hasPrefix && BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(1)) == _length - GrpcContent.PrefixBytes;
            return isWhole ? _buffer.AsMemory(GrpcContent.PrefixBytes, _length - GrpcContent.PrefixBytes) : null;
        }
    }

    /// <summary>True if there was no body at all.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>True if all there was is a message without a field: nothing to say.</summary>
    public bool IsEmptyMessage => _length == GrpcContent.PrefixBytes && Message is { IsEmpty: true };

    /// <summary>Forgets what was read.</summary>
    public void Clear() => _length = 0;

    /// <summary>Takes the next bytes; false if there are more than <see cref="MaxBytes"/> now.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        int kept = Math.Min(bytes.Length, KeptBytes - Math.Min(_length, KeptBytes));
        if (_length + kept > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)BitOperations.RoundUpToPowerOf2((uint)(_length + kept)));
        }

        bytes[..kept].CopyTo(_buffer.AsSpan(Math.Min(_length, _buffer.Length)));
        _length += bytes.Length;
        return _length <= MaxBytes;
    }

    /// <summary>Reads to the end; false if there are more than <see cref="MaxBytes"/>, and then the rest is left unread.</summary>
    public async ValueTask<bool> TryReadAsync(Stream body, CancellationToken cancel)
    {
        _length = 0;
        while (_length <= MaxBytes)
        {
            // Past what is kept, each read overwrites the one before.
            int at = _length < _buffer.Length ? _length : 0;
            int read = await body.ReadAsync(_buffer.AsMemory(at), cancel);
            if (read == 0)
            {
                return true;
            }

            _length += read;
            if (_length == _buffer.Length && _length < KeptBytes)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }
        }

        return false;
    }
}
