using System.Diagnostics;
using HotPath.Testing.Tls;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Spans made with the OpenTelemetry .NET SDK, one set sent to several endpoints at once.</summary>
internal static class DotNetSpans
{
    /// <summary>A provider hears every source of its name in the process, other tests' too: each call has a name of its own.</summary>
    private static int _calls;

    /// <summary>
    /// Makes spans with attributes of every kind, events, links, status and parents, and returns when every exporter has flushed.
    /// An endpoint whose path is /v1/traces gets OTLP/HTTP, any other OTLP/gRPC. TLS's files reach the SDK as its variables would.
    /// Headers are written as <c>name=value</c>.
    /// </summary>
    public static void Send(int count, IEnumerable<Uri> endpoints, TlsFiles? tls = null, string? headers = null)
    {
        using var source = new ActivitySource($"HotPath.Tests.{Interlocked.Increment(ref _calls)}", "1.2.3");
        TracerProviderBuilder builder = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton<IConfiguration>(
                new ConfigurationBuilder().AddInMemoryCollection(Variables(tls)).Build()))
            .AddSource(source.Name)
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("checkout", "shop", "4.5.6", serviceInstanceId: "i-1"));
        foreach (Uri endpoint in endpoints)
        {
            builder.AddOtlpExporter(options =>
            {
                options.Endpoint = endpoint;
                options.Protocol = endpoint.AbsolutePath == "/v1/traces" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
                options.Headers = headers;
                options.TimeoutMilliseconds = 30_000;
                options.BatchExportProcessorOptions.MaxExportBatchSize = 64;
            });
        }

        using TracerProvider provider = builder.Build();
        for (int i = 0; i < count; i++)
        {
            MakeSpan(source, i);
        }

        provider.ForceFlush(60_000).ShouldBeTrue();
    }

    private static Dictionary<string, string?> Variables(TlsFiles? tls) => tls is null
        ? []
        : new()
        {
            ["OTEL_EXPORTER_OTLP_CERTIFICATE"] = tls.CaFile,
            ["OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE"] = tls.CertFile,
            ["OTEL_EXPORTER_OTLP_CLIENT_KEY"] = tls.KeyFile,
        };

    private static void MakeSpan(ActivitySource source, int i)
    {
        var link = new ActivityLink(
            new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "vendor=x"),
            new ActivityTagsCollection { ["link.n"] = i });
        using Activity? span = source.StartActivity($"GET /cart/{i}", ActivityKind.Server, default(ActivityContext), links: [link]);
        span.ShouldNotBeNull();
        span.SetTag("text", $"naïve ☃ {i}").SetTag("int", i).SetTag("double", i / 3.0).SetTag("bool", i % 2 == 0);
        span.SetTag("strings", new[] { "a", "b" }).SetTag("ints", new[] { 1L, 2L }).SetTag("empty", "");
        span.AddEvent(new ActivityEvent("exception", tags: new ActivityTagsCollection { ["exception.type"] = "E" }));
        if (i % 5 == 0)
        {
            span.SetStatus(ActivityStatusCode.Error, "boom: ☠");
        }

        using Activity? child = source.StartActivity("child", ActivityKind.Client);
    }
}
