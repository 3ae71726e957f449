using System.Text;

namespace HotPath.Core.Wire;

/// <summary>
/// Who made a request, as it says itself: <c>service.name</c> of its first resource. For the rare moments in which somebody has to be told;
/// it looks at the first resource's attributes only, and relies on no check.
/// <code>
/// request → 1: resource_spans, resource_metrics, … → 1: resource → 1: attributes → 1: key, 2: value → 1: string
/// </code>
/// </summary>
public static class ServiceName
{
    /// <summary>A longer name is cut.</summary>
    public const int MostBytes = 128;

    private static ReadOnlySpan<byte> Key => "service.name"u8;

    /// <summary>The name; null if the first resource has none.</summary>
    public static string? Of(ReadOnlySpan<byte> request)
    {
        if (!TryFind(request, 0, request.Length, 1, out (int Start, int End) block)
            || !TryFind(request, block.Start, block.End, 1, out (int Start, int End) resource))
        {
            return null;
        }

        var attributes = new FieldReader(request, resource.Start, resource.End);
        while (attributes.Next())
        {
            if (attributes.DelimitedNumber == 1
                && TryFind(request, attributes.BodyStart, attributes.End, 1, out (int Start, int End) key)
                && request[key.Start..key.End].SequenceEqual(Key)
                && TryFind(request, attributes.BodyStart, attributes.End, 2, out (int Start, int End) value)
                && TryFind(request, value.Start, value.End, 1, out (int Start, int End) text))
            {
                return Encoding.UTF8.GetString(request[text.Start..Math.Min(text.End, text.Start + MostBytes)]);
            }
        }

        return null;
    }

    private static bool TryFind(ReadOnlySpan<byte> request, int start, int end, uint number, out (int Start, int End) found)
    {
        var fields = new FieldReader(request, start, end);
        while (fields.Next())
        {
            if (fields.DelimitedNumber == number)
            {
                found = (fields.BodyStart, fields.End);
                return true;
            }
        }

        found = default;
        return false;
    }
}
