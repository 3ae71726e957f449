using System.Globalization;
using System.Text.Json;

namespace HotPath.Components.Extensions.OAuth2Client;

/// <summary>What a token server answers (RFC 6749, sections 5.1 and 5.2).</summary>
/// <param name="Token"><c>access_token</c>.</param>
/// <param name="Type"><c>token_type</c>, as an Authorization header writes it.</param>
/// <param name="Lifetime"><c>expires_in</c>; null if it does not say.</param>
internal readonly record struct TokenAnswer(string Token, string Type, TimeSpan? Lifetime)
{
    /// <summary>Reads a success; false if it is none.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> body, out TokenAnswer answer)
    {
        answer = default;
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            if (Text(json, "access_token") is not { Length: > 0 } token)
            {
                return false;
            }

            answer = new TokenAnswer(token, TypeOf(Text(json, "token_type")), LifetimeOf(json));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// <c>error</c> and <c>error_description</c> of a failure; empty if it has none. Nothing else of the body is ever shown.
    /// </summary>
    public static string ErrorOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            return string.Join(": ", new[] { Text(json, "error"), Text(json, "error_description") }.OfType<string>());
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A number, or a text of one, as some servers write it.</summary>
    private static TimeSpan? LifetimeOf(JsonDocument json)
    {
        if (!json.RootElement.TryGetProperty("expires_in", out JsonElement value))
        {
            return null;
        }

        bool isKnown = value.ValueKind == JsonValueKind.Number
            ? value.TryGetInt64(out long seconds)
            : long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
        return isKnown && seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : null;
    }

    private static string TypeOf(string? written) => written?.ToLowerInvariant() switch
    {
        null or "" or "bearer" => "Bearer",
        "mac" => "MAC",
        "basic" => "Basic",
        _ => written,
    };
}
