namespace HotPath.Components.Processors.Redaction;

/// <summary>
/// Puts an asterisk in the place of what varies in a path, so that paths of one route become one text (github.com/grafana/clusterurl, its
/// rules): <c>/users/42/posts?page=3</c> becomes <c>/users/*/posts</c>.
/// </summary>
internal static class UrlClusters
{
    /// <summary>Behind so many slashes a path is cut.</summary>
    private const int MostSegments = 10;

    /// <summary>Clusters a path.</summary>
    /// <param name="path">Any text; of a whole URL, host and scheme count as segments.</param>
    /// <param name="into">At least as long as the path.</param>
    /// <returns>How many bytes were written.</returns>
    /// <remarks>
    /// A segment stays if it is made of letters, <c>-</c>, <c>_</c>, <c>.</c> and spaces and reads like a word; its second byte may be
    /// anything, as in <c>v1</c>. What begins with <c>?</c>, <c>&amp;</c> or <c>#</c> goes, and the segment before it is not read.
    /// </remarks>
    public static int Write(ReadOnlySpan<byte> path, Span<byte> into)
    {
        // [0, kept) is done, [kept, end) is the segment that is being read. Neither overtakes what is read.
        int kept = 0;
        int end = 0;
        bool isVarying = false;
        bool mayHaveOther = true;
        int segments = 0;
        for (int i = 0; i < path.Length; i++)
        {
            byte value = path[i];
            if (value is (byte)'?' or (byte)'&' or (byte)'#')
            {
                return isVarying ? Star(into, kept) : Math.Max(kept, end);
            }

            if (value == '/')
            {
                segments++;
                kept = EndSegment(into, kept, end, isVarying);
                if (segments == MostSegments)
                {
                    // What the segment left behind its asterisk is read again as if it were one, as the Collector does.
                    break;
                }

                into[kept++] = value;
                end = kept;
                isVarying = false;
                mayHaveOther = true;
            }
            else if (!isVarying)
            {
                into[end++] = value;
                if (!IsPlain(value))
                {
                    bool isSecond = mayHaveOther && end - kept == 2;
                    mayHaveOther = !isSecond && mayHaveOther;
                    isVarying = !isSecond;
                }
            }
        }

        return kept < path.Length ? EndSegment(into, kept, end, isVarying) : kept;
    }

    private static int EndSegment(Span<byte> into, int kept, int end, bool isVarying)
    {
        if (isVarying)
        {
            return Star(into, kept);
        }

        return end <= kept ? kept : LetterPairs.IsWord(into[kept..end]) ? end : Star(into, kept);
    }

    private static int Star(Span<byte> into, int at)
    {
        into[at] = (byte)'*';
        return at + 1;
    }

    private static bool IsPlain(byte value) =>
        char.IsAsciiLetter((char)value) || value is (byte)'-' or (byte)'_' or (byte)'.' or (byte)' ';
}
