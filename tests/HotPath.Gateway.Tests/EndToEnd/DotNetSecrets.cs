using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>
/// Spans and log records of a test's own, made with the OpenTelemetry .NET SDK, one set sent to several endpoints at once.
/// </summary>
internal static class DotNetSecrets
{
    private const string Category = "HotPath.Secrets";

    /// <summary>A provider hears every source of its name in the process, other tests' too: each call has a name of its own.</summary>
    private static int _calls;

    /// <summary>
    /// One span for each set of tags, each with an event of the same tags. An endpoint with a path gets OTLP/HTTP, any other OTLP/gRPC.
    /// </summary>
    public static void SendSpans(IReadOnlyList<(string Key, object Value)[]> spans, params Uri[] endpoints)
    {
        using var source = new ActivitySource($"{Category}.{Interlocked.Increment(ref _calls)}");
        TracerProviderBuilder builder = Sdk.CreateTracerProviderBuilder().AddSource(source.Name).SetResourceBuilder(Resource());
        foreach (Uri endpoint in endpoints)
        {
            builder.AddOtlpExporter(options => Set(options, endpoint));
        }

        using TracerProvider provider = builder.Build();
        for (int i = 0; i < spans.Count; i++)
        {
            using Activity? span = source.StartActivity($"span {i}", ActivityKind.Server);
            span.ShouldNotBeNull();
            foreach ((string key, object value) in spans[i])
            {
                span.SetTag(key, value);
            }

            span.AddEvent(new ActivityEvent("event", tags: new ActivityTagsCollection(Tags(spans[i]))));
        }

        provider.ForceFlush(60_000).ShouldBeTrue();
    }

    /// <summary>One record for each body, all with the same attributes.</summary>
    public static void SendRecords(IReadOnlyList<string> bodies, (string Key, object Value)[] attributes, params Uri[] endpoints)
    {
        BatchLogRecordExportProcessor[] processors =
            [.. endpoints.Select(static endpoint => new BatchLogRecordExportProcessor(new OtlpLogExporter(Options(endpoint))))];
        using ILoggerFactory factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(Resource());
            options.IncludeFormattedMessage = true;
            options.ParseStateValues = true;
            Array.ForEach(processors, processor => options.AddProcessor(processor));
        }));
        ILogger log = factory.CreateLogger(Category);
        List<KeyValuePair<string, object?>> state = [.. Tags(attributes)];
        foreach (string body in bodies)
        {
            log.Log(LogLevel.Information, default, state, null, (_, _) => body);
        }

        // The end of the factory would flush, too, but for 5 s at most.
        processors.ShouldAllBe(processor => processor.ForceFlush(60_000));
    }

    private static IEnumerable<KeyValuePair<string, object?>> Tags((string Key, object Value)[] tags) =>
        tags.Select(tag => KeyValuePair.Create(tag.Key, (object?)tag.Value));

    private static OtlpExporterOptions Options(Uri endpoint)
    {
        var options = new OtlpExporterOptions();
        Set(options, endpoint);
        return options;
    }

    private static void Set(OtlpExporterOptions options, Uri endpoint)
    {
        options.Endpoint = endpoint;
        options.Protocol = endpoint.AbsolutePath == "/" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.TimeoutMilliseconds = 30_000;
    }

    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty().AddService("checkout", serviceInstanceId: "i-1");
}
