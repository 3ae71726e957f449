using System.Text;
using System.Text.RegularExpressions;

namespace HotPath.Engine.Config.Sources;

/// <summary>
/// Fetches the text of a location, as the Collector's providers do: <c>env</c>, <c>file</c>, <c>http</c>, <c>https</c>, <c>yaml</c>.
/// </summary>
internal sealed partial class Retriever(Func<string, string?> environment, HttpFetcher? http = null)
{
    /// <summary>The schemes, sorted.</summary>
    public static IReadOnlyList<string> Schemes { get; } = ["env", "file", "http", "https", "yaml"];

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private readonly HttpFetcher _http = http ?? new HttpFetcher(ConfigLimits.MaxFetchTime, TimeProvider.System);
    private readonly Dictionary<string, Retrieved> _read = [];
    private readonly HashSet<string> _files = [];

    /// <summary>The paths of the files that were asked for, whether they could be read or not.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>The text of a location, or why it cannot be had. A file or URL is read once.</summary>
    public Retrieved Get(ConfigLocation location) => location.Scheme switch
    {
        "file" => ReadFile(location.Value),
        "env" => Variable(location.Value),
        "yaml" => new Retrieved(location.Value),
        "http" or "https" => Once($"{location.Scheme}:{location.Value}", Fetch),
        _ => Retrieved.Failed(Unknown(location)),
    };

    private Retrieved ReadFile(string path)
    {
        _files.Add(path);
        return Once(path, Read);
    }

    private Retrieved Once(string place, Func<string, Retrieved> read)
    {
        if (!_read.TryGetValue(place, out Retrieved? retrieved))
        {
            retrieved = read(place);
            _read.Add(place, retrieved);
        }
        return retrieved;
    }

    private Retrieved Fetch(string url)
    {
        (byte[]? content, string? fault) = _http.Get(url);
        return content is null ? Retrieved.Failed(fault!) : Decode($"cannot read {UriText.Safe(url)}", content, content.Length);
    }

    private static Retrieved Read(string path)
    {
        if (path.Length == 0)
        {
            return Retrieved.Failed("the file's path is empty: write file:path");
        }
        try
        {
            if (Directory.Exists(path))
            {
                return Retrieved.Failed($"cannot read the file {path}: it is a directory");
            }
            // A pipe or /proc file has no length to trust, so the limit holds while reading.
            using FileStream stream = System.IO.File.OpenRead(path);
            byte[] bytes = new byte[ConfigLimits.MaxSourceBytes + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > ConfigLimits.MaxSourceBytes
                ? Retrieved.Failed($"cannot read the file {path}: it is larger than {ConfigLimits.MaxSourceBytes >> 20} MiB")
                : Decode($"cannot read the file {path}", bytes, length);
        }
        catch (FileNotFoundException)
        {
            return Retrieved.Failed($"cannot read the file {path}: there is none (looked for {Path.GetFullPath(path)})");
        }
        catch (DirectoryNotFoundException)
        {
            return Retrieved.Failed($"cannot read the file {path}: its directory does not exist (looked for {Path.GetFullPath(path)})");
        }
        catch (UnauthorizedAccessException)
        {
            return Retrieved.Failed($"cannot read the file {path}: permission denied for user {Environment.UserName}");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            return Retrieved.Failed($"cannot read the file {path}: {e.Message}");
        }
    }

    // As yaml.v3 does: UTF-8, or UTF-16 with a byte order mark.
    private static Retrieved Decode(string cannot, byte[] bytes, int length)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes, 0, length), Utf8, detectEncodingFromByteOrderMarks: true);
            return new Retrieved(reader.ReadToEnd());
        }
        catch (DecoderFallbackException e)
        {
            return Retrieved.Failed($"{cannot}: it is not UTF-8 text (byte 0x{e.BytesUnknown?.FirstOrDefault():x2})");
        }
    }

    private Retrieved Variable(string text)
    {
        int split = text.IndexOf(":-", StringComparison.Ordinal);
        string name = split < 0 ? text : text[..split];
        if (!VariableName().IsMatch(name))
        {
            return Retrieved.Failed($"'{name}' cannot name an environment variable: letters, digits and _ only, and no digit first");
        }
        if (environment(name) is { } value)
        {
            return new Retrieved(value);
        }
        if (split >= 0)
        {
            string otherwise = text[(split + 2)..];
            return new Retrieved(otherwise, IsText: otherwise.Length == 0);
        }
        return new Retrieved("", Warning: $"the variable {name} is not set and reads as empty: set it, or write ${{env:{name}:-default}}");
    }

    private static string Unknown(ConfigLocation location)
    {
        if (location.Value.StartsWith('-') && VariableName().IsMatch(location.Scheme))
        {
            return $"a variable with a default needs its scheme: write ${{env:{location.Scheme}:{location.Value}}}";
        }
        string near = KeyAdvice.Nearest(location.Scheme, Schemes) is { } meant
            ? $"did you mean '{meant}'?"
            : "use file, env, yaml, http or https";
        return $"there is no scheme '{location.Scheme}'; {near}";
    }

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*\\z")]
    private static partial Regex VariableName();
}
