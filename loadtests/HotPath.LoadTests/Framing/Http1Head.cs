using System.Globalization;
using System.Text;

namespace HotPath.LoadTests.Framing;

/// <summary>The first line and the headers of an HTTP/1.1 message (RFC 9112), as much as a load reads of them.</summary>
internal sealed class Http1Head
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    private Http1Head(string firstLine, int bytes)
    {
        FirstLine = firstLine;
        Bytes = bytes;
    }

    /// <summary>The request line or the status line.</summary>
    public string FirstLine { get; }

    /// <summary>Its length with the empty line.</summary>
    public int Bytes { get; }

    /// <summary>The body's length, or -1 where the body is chunked.</summary>
    public int ContentLength =>
        this["Transfer-Encoding"] is not null ? -1 : int.Parse(this["Content-Length"] ?? "0", CultureInfo.InvariantCulture);

    /// <summary>A field's value, or null.</summary>
    public string? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>Null until all of it is there.</summary>
    public static Http1Head? TryRead(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        string[] lines = Encoding.ASCII.GetString(bytes[..end]).Split("\r\n");
        var head = new Http1Head(lines[0], end + 4);
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            head._fields[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return head;
    }
}
