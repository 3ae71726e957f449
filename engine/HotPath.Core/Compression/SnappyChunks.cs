using System.Buffers.Binary;

namespace HotPath.Core.Compression;

/// <summary>
/// Reads the chunks of snappy's framing format, one after the other (google/snappy, framing_format.txt).
/// <code>
///   kind (1) │ length (3, little-endian) │ content
///     FF        sNaPpY: every stream begins with it
///     00        masked CRC-32C of the decompressed bytes (4) │ a block, of 64 KiB decompressed at most
///     01        masked CRC-32C (4) │ bytes as they are, 64 KiB at most
///     02 to 7F  an error
///     80 to FE  passed over
/// </code>
/// </summary>
internal ref struct SnappyChunks(ReadOnlySpan<byte> stream)
{
    /// <summary>The kind of a compressed chunk.</summary>
    public const byte Compressed = 0x00;

    /// <summary>The kind of a chunk that is not compressed.</summary>
    public const byte Uncompressed = 0x01;

    /// <summary>Bytes of kind and length.</summary>
    public const int HeaderBytes = 4;

    /// <summary>Bytes of the checksum.</summary>
    public const int ChecksumBytes = 4;

    private const byte LastUnknown = 0x7F;
    private const byte Identifier = 0xFF;

    private ReadOnlySpan<byte> _rest = stream;
    private bool _isIdentified;

    /// <summary>What every stream begins with.</summary>
    public static ReadOnlySpan<byte> Start =>
        [Identifier, 6, 0, 0, (byte)'s', (byte)'N', (byte)'a', (byte)'P', (byte)'p', (byte)'Y'];

    /// <summary>Why there is no further chunk; empty at the end of the stream.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>The kind of the chunk: <see cref="Compressed"/> or <see cref="Uncompressed"/>.</summary>
    public byte Kind { get; private set; }

    /// <summary>Its checksum.</summary>
    public uint Checksum { get; private set; }

    /// <summary>What follows the checksum.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Moves to the next chunk that holds bytes; false at the end, or at a fault.</summary>
    public bool TryNext()
    {
        while (!_rest.IsEmpty)
        {
            if (_rest.Length < HeaderBytes)
            {
                return Fails("it is truncated");
            }

            Kind = _rest[0];
            int length = _rest[1] | (_rest[2] << 8) | (_rest[3] << 16);
            if (!_isIdentified && !_rest.StartsWith(Start))
            {
                return Fails("it does not begin as one");
            }

            if (length > _rest.Length - HeaderBytes)
            {
                return Fails("it is truncated");
            }

            ReadOnlySpan<byte> content = _rest.Slice(HeaderBytes, length);
            if (Kind == Identifier && !_rest[..(HeaderBytes + length)].SequenceEqual(Start))
            {
                return Fails("it begins anew with something else");
            }

            _rest = _rest[(HeaderBytes + length)..];
            _isIdentified = true;
            if (Kind <= Uncompressed)
            {
                return length >= ChecksumBytes ? Has(content) : Fails("a chunk is too short for its checksum");
            }

            if (Kind <= LastUnknown)
            {
                return Fails($"there is no chunk of kind {Kind}");
            }
        }

        return false;
    }

    private bool Has(ReadOnlySpan<byte> content)
    {
        Checksum = BinaryPrimitives.ReadUInt32LittleEndian(content);
        Content = content[ChecksumBytes..];
        return true;
    }

    private bool Fails(string why)
    {
        Fault = why;
        return false;
    }
}
