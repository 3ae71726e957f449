using System.Text;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// Takes out of what a backend says the secrets that it was sent: some repeat a token in their refusal, and what they say goes to logs,
/// statuses and, with <c>wait_for_result</c>, to senders. Thread-safe.
/// </summary>
internal sealed class EchoedSecrets
{
    /// <summary>Shorter values are not looked for: they would be found in words that have nothing to do with them.</summary>
    public const int LeastCharacters = 6;

    private const string Redacted = "[REDACTED]";
    private const string Basic = "Basic";

    private readonly string[] _always;

    /// <summary>Remembers what every request carries.</summary>
    /// <param name="headers">Its headers.</param>
    /// <param name="url">Where it goes, if that is a URL whose query may hold a key.</param>
    public EchoedSecrets(IEnumerable<KeyValuePair<string, Opaque>> headers, Uri? url = null) =>
        _always = [.. headers.SelectMany(static header => PartsOf(header.Value.Secret)), .. url is null ? [] : ValuesOf(url)];

    /// <summary>The same result, with a message that holds none of them, nor of the credentials that the request carried.</summary>
    public SendResult Hide(in SendResult result, ClientCredentials? credentials)
    {
        if (string.IsNullOrEmpty(result.Message))
        {
            return result;
        }

        string text = Hide(result.Message, _always);
        foreach (HeaderEdit edit in credentials?.Edits ?? [])
        {
            text = Hide(text, PartsOf(edit.Value.Secret));
        }

        return ReferenceEquals(text, result.Message) ? result : result with { Message = text };
    }

    /// <summary>A text without any of some secrets; if it was cut, also without the beginning of one at its end.</summary>
    public static string Hide(string text, IEnumerable<string> secrets)
    {
        foreach (string secret in secrets.Where(static secret => secret.Length >= LeastCharacters))
        {
            text = text.Replace(secret, Redacted, StringComparison.Ordinal);
            for (int length = Math.Min(secret.Length - 1, text.Length); length >= LeastCharacters; length--)
            {
                if (text.AsSpan().EndsWith(secret.AsSpan(0, length), StringComparison.Ordinal))
                {
                    text = text[..^length] + Redacted;
                    break;
                }
            }
        }

        return text;
    }

    /// <summary>The values in a URL's query.</summary>
    public static IEnumerable<string> ValuesOf(Uri url) =>
        url.Query.TrimStart('?').Split('&').Select(static pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    /// <summary>A header's value, without a scheme before it; and the password inside that.</summary>
    public static IEnumerable<string> PartsOf(string? value)
    {
        string[] words = (value ?? "").Split(' ');
        if (words is not [var scheme, var credentials])
        {
            return [value ?? ""];
        }

        var pair = new byte[credentials.Length];
        if (!scheme.Equals(Basic, StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(credentials, pair, out int length))
        {
            return [credentials];
        }

        string decoded = Encoding.UTF8.GetString(pair, 0, length);
        return [credentials, decoded[(decoded.IndexOf(':', StringComparison.Ordinal) + 1)..]];
    }
}
