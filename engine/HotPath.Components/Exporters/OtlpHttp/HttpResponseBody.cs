namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>Reads a response's body, of which an exporter needs little: at most <see cref="MaxBytes"/>. Pooled with its call.</summary>
internal sealed class HttpResponseBody
{
    /// <summary>Bytes of a response that are read, as in the Collector; a longer one cannot be understood.</summary>
    internal const int MaxBytes = 64 * 1024;

    private const int InitialBytes = 512;

    private byte[] _buffer = new byte[InitialBytes];
    private int _length;

    /// <summary>True if there is more than <see cref="MaxBytes"/>.</summary>
    public bool IsCut { get; private set; }

    /// <summary>What was read.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads to the end, or to the limit.</summary>
    public async ValueTask ReadAsync(Stream body, CancellationToken cancel)
    {
        _length = 0;
        IsCut = false;
        while (true)
        {
            if (_length == _buffer.Length)
            {
                // One byte past the limit tells a body that fits from one that does not.
                Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, MaxBytes + 1));
            }

            int read = await body.ReadAsync(_buffer.AsMemory(_length), cancel);
            _length += read;
            if (read == 0)
            {
                return;
            }

            if (_length > MaxBytes)
            {
                _length = MaxBytes;
                IsCut = true;
                return;
            }
        }
    }
}
