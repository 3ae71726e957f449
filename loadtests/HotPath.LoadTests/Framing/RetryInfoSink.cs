using System.Text;
using HotPath.Core.Http2.Hpack;

namespace HotPath.LoadTests.Framing;

/// <summary>Looks for a google.rpc.RetryInfo in a refusal's headers. Refusals are few, so they are decoded in full.</summary>
internal struct RetryInfoSink : IHeaderSink
{
    private const int TableBytes = 4096;
    private const int MaxListBytes = 64 * 1024;

    private bool _isFound;

    /// <summary>Whether a header block, of a peer whose table holds nothing, has one.</summary>
    public static bool IsIn(ReadOnlySpan<byte> block)
    {
        var sink = default(RetryInfoSink);
        return new HpackDecoder(TableBytes, MaxListBytes).Decode(block, ref sink) == HpackStatus.Ok && sink._isFound;
    }

    public void Header(long entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("grpc-status-details-bin"u8))
        {
            string text = Encoding.ASCII.GetString(value).TrimEnd('=');
            byte[] details = Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
            _isFound = details.AsSpan().IndexOf("google.rpc.RetryInfo"u8) >= 0;
        }
    }
}
