using System.Text;
using HotPath.Testing;

namespace HotPath.Gateway.Tests.Security;

/// <summary>
/// A configuration with a secret in every kind of place. Each holds <see cref="Mark"/>, so that one search finds any of them as it is;
/// those that travel as base64 are listed besides.
/// </summary>
internal static class PlantedSecrets
{
    public const string Mark = "geheim";

    /// <summary>A token that the receiver takes.</summary>
    public const string GoodToken = "geheim-token-1";

    /// <summary>A password that the receiver takes, of the user <c>jo</c>.</summary>
    public const string GoodPassword = "geheim-pass-1";

    /// <summary>What must not be in any output.</summary>
    public static IReadOnlyList<string> Forms { get; } =
    [
        Mark, Base64(Mark), Base64($"jo:{GoodPassword}"), Base64("me:geheim-pass-2"), Base64("me:geheim-oauth-1"), "bWU6Z2VoZWlt",
        "am86Z2VoZWlt",
    ];

    /// <summary>The configuration.</summary>
    /// <param name="folder">Where it may keep files of secrets.</param>
    /// <param name="grpc">A gRPC backend, <c>host:port</c>.</param>
    /// <param name="http">An HTTP backend's URL.</param>
    /// <param name="tokens">A token server's URL.</param>
    public static string Config(TemporaryFolder folder, string grpc, string http, string tokens)
    {
        string file = Path.Combine(folder.Path, "secret");
        File.WriteAllText(file, "geheim-file-1");
        const string NoQueue = "sending_queue: {enabled: false}, retry_on_failure: {enabled: false}";
        return $$"""
            extensions:
              bearertokenauth/in: {tokens: [{{GoodToken}}, geheim-token-2]}
              bearertokenauth/out: {token: geheim-token-3}
              bearertokenauth/file: {filename: "{{file}}"}
              basicauth/in: {htpasswd: {inline: "jo:{{GoodPassword}}"} }
              basicauth/out: {client_auth: {username: me, password: "${env:HOTPATH_NO_SUCH_VARIABLE:-geheim-pass-2}"} }
              oauth2client:
                client_id: me
                client_secret: geheim-oauth-1
                token_url: "{{tokens}}/token?key=geheim-oauth-2"
                endpoint_params: {resource: geheim-oauth-3, more: [geheim-oauth-4]}
              headers_setter:
                headers:
                  - {action: upsert, key: x-key, value: geheim-setter-1}
                  - {action: upsert, key: x-sender, from_context: x-sender, default_value: geheim-setter-2}
              health_check: {use_v2: true, http: {endpoint: "127.0.0.1:0", config: {enabled: true} } }
              zpages: {endpoint: "127.0.0.1:0", expvar: {enabled: true}, response_headers: {x-page: geheim-page-1} }
            receivers:
              otlp:
                protocols:
                  grpc: {endpoint: "127.0.0.1:0", include_metadata: true, auth: {authenticator: bearertokenauth/in} }
                  http: {endpoint: "127.0.0.1:0", response_headers: {x-answer: geheim-answer-1}, auth: {authenticator: basicauth/in} }
            processors:
              redaction:
                allow_all_keys: true
                blocked_values: [never]
                hash_function: hmac-sha256
                hmac_key: "geheim-hmac-0123456789012345678901234567"
            exporters:
              otlp/headers: {endpoint: "{{grpc}}", tls: {insecure: true}, headers: {authorization: "Bearer geheim-header-1"}, {{NoQueue}} }
              otlphttp/headers: {endpoint: "{{http}}/a?key=geheim-query-1",
                headers: [{name: x-key, value: "${file:{{file}}}"}], {{NoQueue}} }
              otlphttp/bearer: {endpoint: "{{http}}/b", auth: {authenticator: bearertokenauth/out}, {{NoQueue}} }
              otlphttp/file: {endpoint: "{{http}}/c", auth: {authenticator: bearertokenauth/file}, {{NoQueue}} }
              otlphttp/basic: {endpoint: "{{http}}/d", auth: {authenticator: basicauth/out}, {{NoQueue}} }
              otlphttp/oauth2: {endpoint: "{{http}}/e", auth: {authenticator: oauth2client}, {{NoQueue}} }
              otlphttp/setter: {endpoint: "{{http}}/f", auth: {authenticator: headers_setter}, {{NoQueue}} }
            service:
              extensions:
                [
                  bearertokenauth/in, bearertokenauth/out, bearertokenauth/file, basicauth/in, basicauth/out, oauth2client, headers_setter,
                  health_check, zpages,
                ]
              telemetry: {logs: {level: debug} }
              pipelines:
            {{Pipelines()}}
            """;
    }

    private static string Pipelines() => string.Join('\n', new[]
    {
        "otlp/headers", "otlphttp/headers", "otlphttp/bearer", "otlphttp/file", "otlphttp/basic", "otlphttp/oauth2", "otlphttp/setter",
    }.Select(static (exporter, i) => $"    traces/{i}: {{receivers: [otlp], processors: [redaction], exporters: [{exporter}]}}"));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
