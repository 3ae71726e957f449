namespace HotPath.Gateway.Lifecycle;

/// <summary>What a newcomer reads who started HotPath without a configuration.</summary>
internal static class StartMessage
{
    public static string ForDefault(IEnumerable<string> endpoints) => $"""

        HotPath runs its built-in configuration, since no --config was given:
          otlp receiver → memory_limiter (80 % of the memory) → batch → debug exporter (this screen)
        It listens on: {string.Join(", ", endpoints)}
        Send a first trace from the repository's root, in a second terminal:
          dotnet run examples/first-trace.cs
        or point any OpenTelemetry SDK at it: OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317
        Stop it with Ctrl+C.

        """;
}
