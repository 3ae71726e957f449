using System.Diagnostics;
using HotPath.Testing.Otlp;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Skips;

namespace HotPath.Testing.Clients;

/// <summary>
/// Runs the OpenTelemetry JS SDK (tests/clients/js) in a Node process. Its ids, names and times depend only on the options.
/// </summary>
public static class JsClient
{
    /// <summary>How long one run may take before it is killed.</summary>
    public static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(90);

    private static string Folder => RepositoryRoot.Combine("tests", "clients", "js");

    /// <summary>For <see cref="FactWhenAttribute"/>: null where the client can run, else what is missing.</summary>
    public static string? ReasonIfMissing =>
        Programs.ReasonIfMissing("node", "nodejs")
        ?? (Directory.Exists(Path.Combine(Folder, "node_modules"))
            ? null
            : "the JS SDK is not installed; `npm ci` in tests/clients/js (or ./check, which does it)");

    /// <summary>Sends spans over OTLP/gRPC and waits for the process to end.</summary>
    /// <param name="endpoint">For example <c>http://127.0.0.1:4317</c>.</param>
    /// <param name="options">How many spans, and how they are cut into requests.</param>
    /// <param name="patience">When to kill the process; <see cref="DefaultPatience"/> if null.</param>
    /// <param name="cancel">Kills the process.</param>
    /// <exception cref="TimeoutException">The process did not end in time; its output is in the message.</exception>
    public static async Task<JsClientRun> SendAsync(
        Uri endpoint, JsClientOptions options, TimeSpan? patience = null, CancellationToken cancel = default)
    {
        using Process process = new() { StartInfo = StartInfo(endpoint, options) };
        process.Start();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(patience ?? DefaultPatience);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancel.ThrowIfCancellationRequested();
            throw new TimeoutException($"The JS client did not end in {patience ?? DefaultPatience}. Its errors: {await errors}");
        }

        string json = await output;
        ExportTraceServiceRequest delivered = json.Length == 0 ? new() : OtlpJson.Parse<ExportTraceServiceRequest>(json);
        return new JsClientRun(process.ExitCode, delivered, await errors);
    }

    private static ProcessStartInfo StartInfo(Uri endpoint, JsClientOptions options)
    {
        ProcessStartInfo start = new(Programs.Find("node") ?? "node")
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "send.mjs",
                "--endpoint", endpoint.ToString(),
                "--spans", $"{options.Spans}",
                "--batch", $"{options.SpansPerRequest}",
                "--seed", $"{options.Seed}",
                "--compression", options.Gzip ? "gzip" : "none",
                "--timeout-ms", $"{(long)options.Timeout.TotalMilliseconds}",
            },
        };

        // grpc-js would send even loopback connections through a proxy that the environment names.
        foreach (string variable in start.Environment.Keys.Where(IsProxy).ToArray())
        {
            start.Environment.Remove(variable);
        }

        SetIfThere(start, "OTEL_EXPORTER_OTLP_CERTIFICATE", options.Tls?.CaFile);
        SetIfThere(start, "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", options.Tls?.CertFile);
        SetIfThere(start, "OTEL_EXPORTER_OTLP_CLIENT_KEY", options.Tls?.KeyFile);
        return start;
    }

    private static void SetIfThere(ProcessStartInfo start, string variable, string? value)
    {
        if (value is not null)
        {
            start.Environment[variable] = value;
        }
    }

    private static bool IsProxy(string variable) => variable.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase);
}
