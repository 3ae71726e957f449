using System.Text;

namespace HotPath.Core.Http2.Hpack;

/// <summary>The static table of RFC 7541, appendix A: entries 1 to 61.</summary>
internal static class HpackStaticTable
{
    /// <summary>The last entry's index.</summary>
    public const int Count = 61;

    private static readonly HpackField[] Fields = Make(
    [
        ":authority", "",
        ":method", "GET",
        ":method", "POST",
        ":path", "/",
        ":path", "/index.html",
        ":scheme", "http",
        ":scheme", "https",
        ":status", "200",
        ":status", "204",
        ":status", "206",
        ":status", "304",
        ":status", "400",
        ":status", "404",
        ":status", "500",
        "accept-charset", "",
        "accept-encoding", "gzip, deflate",
        "accept-language", "",
        "accept-ranges", "",
        "accept", "",
        "access-control-allow-origin", "",
        "age", "",
        "allow", "",
        "authorization", "",
        "cache-control", "",
        "content-disposition", "",
        "content-encoding", "",
        "content-language", "",
        "content-length", "",
        "content-location", "",
        "content-range", "",
        "content-type", "",
        "cookie", "",
        "date", "",
        "etag", "",
        "expect", "",
        "expires", "",
        "from", "",
        "host", "",
        "if-match", "",
        "if-modified-since", "",
        "if-none-match", "",
        "if-range", "",
        "if-unmodified-since", "",
        "last-modified", "",
        "link", "",
        "location", "",
        "max-forwards", "",
        "proxy-authenticate", "",
        "proxy-authorization", "",
        "range", "",
        "referer", "",
        "refresh", "",
        "retry-after", "",
        "server", "",
        "set-cookie", "",
        "strict-transport-security", "",
        "transfer-encoding", "",
        "user-agent", "",
        "vary", "",
        "via", "",
        "www-authenticate", "",
    ]);

    /// <summary>The entry at an index of 1 to <see cref="Count"/>.</summary>
    public static ref readonly HpackField At(int index) => ref Fields[index];

    /// <summary>The entry with this name and value, negated the first with this name alone, or 0.</summary>
    public static int Find(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        int named = 0;
        for (int i = 1; i <= Count; i++)
        {
            ref readonly HpackField field = ref Fields[i];
            if (name.SequenceEqual(field.Name))
            {
                if (value.SequenceEqual(field.Value))
                {
                    return i;
                }

                named = named == 0 ? -i : named;
            }
        }

        return named;
    }

    private static HpackField[] Make(string[] namesAndValues)
    {
        var fields = new HpackField[Count + 1];
        for (int i = 1; i <= Count; i++)
        {
            string name = namesAndValues[(i - 1) * 2];
            fields[i] = new HpackField(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(namesAndValues[((i - 1) * 2) + 1]));
        }

        return fields;
    }
}
