// Sends one trace of three spans to an OTLP/gRPC endpoint with the OpenTelemetry .NET SDK, as any instrumented program would.
//
//   dotnet run examples/first-trace.cs [endpoint]        the endpoint is http://localhost:4317 unless given
#:package OpenTelemetry
#:package OpenTelemetry.Exporter.OpenTelemetryProtocol
#:property PublishAot=false

using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

using ExportErrors errors = new();
Uri endpoint = new(args.Length > 0 ? args[0] : "http://localhost:4317");
using ActivitySource source = new("first-trace");
using TracerProvider provider = Sdk.CreateTracerProviderBuilder()
    .AddSource(source.Name)
    .ConfigureResource(static resource => resource.AddService("first-trace"))
    .AddOtlpExporter(options =>
    {
        options.Endpoint = endpoint;
        options.Protocol = OtlpExportProtocol.Grpc;
    })
    .Build();

string traceId;
using (Activity order = source.StartActivity("order", ActivityKind.Server)!)
{
    traceId = order.TraceId.ToHexString();
    order.SetTag("order.items", 3);
    using (source.StartActivity("pay", ActivityKind.Client))
    {
    }

    using (source.StartActivity("ship", ActivityKind.Producer))
    {
    }
}

provider.ForceFlush(timeoutMilliseconds: 5000);
Console.WriteLine(errors.First is null
    ? $"Sent trace {traceId} (3 spans) to {endpoint}. A debug exporter shows it there within a second."
    : $"Nothing was sent. Is a gateway listening at {endpoint}?\n{errors.First}");
return errors.First is null ? 0 : 1;

/// <summary>The SDK says only through its event source that an export failed.</summary>
internal sealed class ExportErrors : EventListener
{
    /// <summary>The first failure, or null.</summary>
    public string? First { get; private set; }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name.StartsWith("OpenTelemetry-Exporter", StringComparison.Ordinal))
        {
            EnableEvents(eventSource, EventLevel.Warning);
        }
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
        First ??= string.Format(CultureInfo.InvariantCulture, eventData.Message ?? "", [.. eventData.Payload ?? []]).Split('\n')[0];
}
