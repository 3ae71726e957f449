using System.Text;

namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>
/// Reads the attributes that OTEL_RESOURCE_ATTRIBUTES lists, else the old OTEL_RESOURCE: <c>key=value,key=value</c>, values
/// percent-encoded. One that can't be read spoils all, as in the Collector.
/// </summary>
internal sealed class EnvDetector(Func<string, string?> variable) : IDetector
{
    /// <summary>The longest key and value, in characters.</summary>
    internal const int MostChars = 256;

    /// <inheritdoc/>
    public string Name => "env";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Detected>> DetectAsync(CancellationToken cancel)
    {
        string? current = variable("OTEL_RESOURCE_ATTRIBUTES")?.Trim();
        string list = current is { Length: > 0 } ? current : variable("OTEL_RESOURCE")?.Trim() ?? "";
        return Task.FromResult<IReadOnlyList<Detected>>(list.Length == 0 ? [] : Read(list));
    }

    private static Detected[] Read(string list)
    {
        string[] pairs = list.Split(',');
        if (pairs.Length > 1 && pairs[^1].Trim().Length == 0)
        {
            pairs = pairs[..^1];
        }

        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? "" : pair[..equals].Trim();
            string value = equals < 0 ? "" : pair[(equals + 1)..].Trim();
            if (key.Length is 0 or > MostChars || value.Length > MostChars || !Ascii.IsValid(pair))
            {
                throw new DetectionException($"OTEL_RESOURCE_ATTRIBUTES must be a list of key=value in ASCII, found '{pair}'");
            }

            read[key] = Unescape(value);
        }

        return [.. read.Select(pair => Detected.Text(pair.Key, pair.Value))];
    }

    /// <summary>As in a URL's query: <c>%20</c> and <c>+</c> are blanks.</summary>
    private static string Unescape(string value)
    {
        for (int at = value.IndexOf('%', StringComparison.Ordinal); at >= 0; at = value.IndexOf('%', at + 1))
        {
            if (at + 2 >= value.Length || !char.IsAsciiHexDigit(value[at + 1]) || !char.IsAsciiHexDigit(value[at + 2]))
            {
                throw new DetectionException($"'{value}' of OTEL_RESOURCE_ATTRIBUTES has a % without two hexadecimal digits; write %25");
            }
        }

        return Uri.UnescapeDataString(value.Replace('+', ' '));
    }
}
