using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Gateway.Lifecycle;

namespace HotPath.Gateway.Tests.Cli;

/// <summary><c>auth</c> must name an authenticator that runs, and one of the side that names it.</summary>
public sealed class AuthPlanTests
{
    [Theory]
    [InlineData("grpc: {auth: {authenticator: basicauth/in}}", "", "[basicauth/in]")]
    [InlineData("http: {auth: {authenticator: bearertokenauth}}", "otlp: {endpoint: 'a:1', auth: {authenticator: "
        + "bearertokenauth}}", "[bearertokenauth]")]
    [InlineData("grpc: ", "otlp: {endpoint: 'a:1', tls: {insecure: true}, auth: {authenticator: headers_setter}}", "[headers_setter]")]
    [InlineData("grpc: ", "otlphttp: {endpoint: 'https://a:1', auth: {authenticator: basicauth/out}}", "[basicauth/out]")]
    public void Authenticator_ThatFits_IsTaken(string protocols, string exporters, string started) =>
        Errors(protocols, exporters, started).ShouldBeEmpty();

    [Theory]
    [InlineData("grpc: {auth: {authenticator: basicauth/on}}", "", "[]",
        "receivers::otlp::protocols::grpc::auth::authenticator: failed to resolve authenticator \"basicauth/on\": authenticator not found: "
        + "the extension 'basicauth/on' is not configured; did you mean 'basicauth/in'?")]
    [InlineData("grpc: {auth: {authenticator: basicauth/in}}", "", "[]",
        "receivers::otlp::protocols::grpc::auth::authenticator: failed to resolve authenticator \"basicauth/in\": "
        + "the extension is not started: list it under service::extensions")]
    [InlineData("http: {auth: {authenticator: basicauth/out}}", "", "[basicauth/out]",
        "receivers::otlp::protocols::http::auth::authenticator: requested authenticator is not a server authenticator: 'basicauth/out' is "
        + "for exporters")]
    [InlineData("http: {auth: {authenticator: health_check}}", "", "[health_check]",
        "receivers::otlp::protocols::http::auth::authenticator: requested authenticator is not a server authenticator: 'health_check' "
        + "authenticates nobody")]
    [InlineData("grpc: ", "otlphttp: {endpoint: 'https://a:1', auth: {authenticator: basicauth/in}}", "[basicauth/in]",
        "exporters::otlphttp::auth::authenticator: requested authenticator is not a HTTP client authenticator: 'basicauth/in' is for "
        + "receivers")]
    [InlineData("grpc: ", "otlp: {endpoint: 'a:1', auth: {authenticator: basicauth/in}}", "[basicauth/in]",
        "exporters::otlp::auth::authenticator: requested authenticator is not a gRPC client authenticator: 'basicauth/in' is for "
        + "receivers")]
    [InlineData("grpc: ", "otlp: {endpoint: 'a:1', tls: {insecure: true}, auth: {authenticator: bearertokenauth}}", "[bearertokenauth]",
        "exporters::otlp::auth::authenticator: the credentials of 'bearertokenauth' require transport level security: remove insecure: "
        + "true of the exporter's tls")]
    [InlineData("grpc: {auth: {}}", "", "[]",
        "receivers::otlp::protocols::grpc::auth::authenticator: must name an extension that is an authenticator, such as bearertokenauth")]
    [InlineData("http: {auth: {authenticator: bearertokenauth, request_params: [key]}}", "", "[bearertokenauth]",
        "receivers::otlp::protocols::http::auth::request_params: known to the Collector, but not built in HotPath yet: "
        + "remove the key: credentials are taken from headers, never from a URL, which logs keep")]
    public void Authenticator_ThatDoesNot_IsRefused(string protocols, string exporters, string started, string error) =>
        Errors(protocols, exporters, started).ShouldBe([error]);

    private static string[] Errors(string protocols, string exporters, string started)
    {
        string exporter = exporters.Length == 0 ? "debug" : exporters[..exporters.IndexOf(':', StringComparison.Ordinal)];
        var errors = new ConfigErrors();
        string yaml = """
            extensions:
              health_check: {}
              bearertokenauth: {token: t}
              basicauth/in: {htpasswd: {inline: "a:b"}}
              basicauth/out: {client_auth: {username: a, password: b}}
              headers_setter: {headers: [{action: insert, key: a, value: b}]}
            receivers: {otlp: {protocols: {PROTOCOLS}}}
            exporters: {EXPORTERS}
            service:
              extensions: STARTED
              pipelines: {traces: {receivers: [otlp], exporters: [NAME]}}
            """
            .Replace("PROTOCOLS", protocols, StringComparison.Ordinal)
            .Replace("EXPORTERS", exporters.Length == 0 ? "debug: {}" : exporters, StringComparison.Ordinal)
            .Replace("STARTED", started, StringComparison.Ordinal)
            .Replace("NAME", exporter, StringComparison.Ordinal);
        PlanReader.Read(ConfigComposer.FromText(yaml, "c.yaml", errors), Catalogue.Create(), errors);
        return [.. errors.Errors.Select(static e => $"{e.Path}: {e.Message}")];
    }
}
