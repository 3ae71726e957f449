using System.Buffers;
using System.Buffers.Text;

namespace HotPath.LoadTests.Framing;

/// <summary>Bodies of HTTP/1.1 messages, with a length or in chunks (RFC 9112, sections 6 and 7.1).</summary>
internal static class Http1Body
{
    /// <summary>How many bytes a whole body takes on the wire; -1 until all of it is there.</summary>
    /// <param name="bytes">What follows the head.</param>
    /// <param name="contentLength">Its length, or -1 for chunks.</param>
    /// <param name="into">Takes the content; null where it does not matter.</param>
    public static int TryRead(ReadOnlySpan<byte> bytes, int contentLength, IBufferWriter<byte>? into)
    {
        if (contentLength >= 0)
        {
            if (bytes.Length < contentLength)
            {
                return -1;
            }

            into?.Write(bytes[..contentLength]);
            return contentLength;
        }

        return EndOfChunks(bytes, null) < 0 ? -1 : EndOfChunks(bytes, into);
    }

    private static int EndOfChunks(ReadOnlySpan<byte> bytes, IBufferWriter<byte>? into)
    {
        for (int at = 0; ;)
        {
            int line = bytes[at..].IndexOf("\r\n"u8);
            if (line < 0 || !Utf8Parser.TryParse(bytes.Slice(at, line), out int length, out _, 'x'))
            {
                return -1;
            }

            int content = at + line + 2;
            int next = content + length + 2;
            if (next > bytes.Length)
            {
                return -1;
            }

            into?.Write(bytes.Slice(content, length));
            at = next;
            if (length == 0)
            {
                return at;
            }
        }
    }
}
