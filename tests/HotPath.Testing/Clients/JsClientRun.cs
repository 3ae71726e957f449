using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Testing.Clients;

/// <summary>How a run of the JS client ended.</summary>
/// <param name="ExitCode">0 when every export was acknowledged.</param>
/// <param name="Delivered">The acknowledged spans, as the client described them, in one request with one block for each scope.</param>
/// <param name="Errors">What it wrote on stderr: one line for each failed export.</param>
public sealed record JsClientRun(int ExitCode, ExportTraceServiceRequest Delivered, string Errors);
