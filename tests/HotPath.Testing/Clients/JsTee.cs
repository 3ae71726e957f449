using System.Diagnostics;
using HotPath.Core;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Skips;

namespace HotPath.Testing.Clients;

/// <summary>
/// The OpenTelemetry JS SDK with its own exporters, sending the same items to two endpoints (tests/clients/js/tee.mjs): what comes through
/// the one can be compared with what comes through the other.
/// </summary>
public static class JsTee
{
    /// <summary>Sends, and returns when both endpoints have acknowledged every export.</summary>
    /// <param name="signal">What kind of items.</param>
    /// <param name="protocol">An OTEL_EXPORTER_OTLP_PROTOCOL: <c>grpc</c>, <c>http/protobuf</c> or <c>http/json</c>.</param>
    /// <param name="endpoint">Where to send over that protocol, <c>host:port</c>.</param>
    /// <param name="reference">Where to send over gRPC, <c>host:port</c>.</param>
    /// <param name="items">Spans or records; of metrics, the attribute sets of each of five instruments.</param>
    /// <param name="gzip">Whether to compress towards <paramref name="endpoint"/>.</param>
    /// <exception cref="InvalidOperationException">An export failed; what the SDK said is in the message.</exception>
    public static async Task SendAsync(Signal signal, string protocol, string endpoint, string reference, int items, bool gzip = false)
    {
        var start = new ProcessStartInfo(
            Programs.Find("node") ?? "node",
            [
                "tee.mjs", "--signal", SignalNames.Of(signal), "--protocol", protocol, "--endpoint", $"http://{endpoint}",
                "--reference", $"http://{reference}", "--items", $"{items}", "--compression", gzip ? "gzip" : "none",
                "--timeout-ms", "60000",
            ])
        {
            WorkingDirectory = RepositoryRoot.Combine("tests", "clients", "js"),
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.Where(IsProxy).ToArray())
        {
            start.Environment.Remove(variable);
        }

        using Process process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(JsClient.DefaultPatience);
        await using var killed = bound.Token.Register(() => process.Kill(entireProcessTree: true));
        string errors = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"the JS client ended with {process.ExitCode}: {errors}");
        }
    }

    private static bool IsProxy(string variable) => variable.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase);
}
