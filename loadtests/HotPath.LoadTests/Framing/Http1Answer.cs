using System.Globalization;

namespace HotPath.LoadTests.Framing;

/// <summary>What a load wants to know of an OTLP/HTTP answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="HasDelay">Whether it has Retry-After.</param>
/// <param name="Closes">Whether the connection ends with it.</param>
internal readonly record struct Http1Answer(int Status, bool HasDelay, bool Closes)
{
    public bool IsOk => Status == 200;

    /// <summary>Reads one; false until all of it is there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Http1Answer answer)
    {
        answer = default;
        if (Http1Head.TryRead(bytes) is not { } head || Http1Body.TryRead(bytes[head.Bytes..], head.ContentLength, into: null) < 0)
        {
            return false;
        }

        int status = int.Parse(head.FirstLine.AsSpan(9, 3), CultureInfo.InvariantCulture);
        answer = new Http1Answer(status, head["Retry-After"] is not null, head["Connection"] == "close");
        return true;
    }
}
