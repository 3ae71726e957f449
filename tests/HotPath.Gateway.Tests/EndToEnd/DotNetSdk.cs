using System.Diagnostics.Metrics;
using HotPath.Core;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Items of each signal made with the OpenTelemetry .NET SDK, one set sent to several endpoints at once.</summary>
internal static partial class DotNetSdk
{
    private const string Name = "HotPath.Tests";

    /// <summary>A provider hears every meter of its name in the process, other tests' too: each call has a name of its own.</summary>
    private static int _calls;

    /// <summary>Returns when every exporter has flushed. An endpoint with a path gets OTLP/HTTP, any other OTLP/gRPC.</summary>
    public static void Send(Signal signal, int count, IReadOnlyList<Uri> endpoints)
    {
        switch (signal)
        {
            case Signal.Traces:
                DotNetSpans.Send(count, endpoints);
                break;
            case Signal.Metrics:
                SendPoints(count, endpoints);
                break;
            default:
                SendRecords(count, endpoints);
                break;
        }
    }

    /// <summary>One collection, so that both endpoints get the same times.</summary>
    private static void SendPoints(int count, IReadOnlyList<Uri> endpoints)
    {
        using var meter = new Meter($"{Name}.{Interlocked.Increment(ref _calls)}", "1.2.3");
        using var tee = new MetricTee([.. endpoints.Select(endpoint => new OtlpMetricExporter(Options(endpoint)))]);
        using var reader = new BaseExportingMetricReader(tee);
        using MeterProvider provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(meter.Name)
            .SetResourceBuilder(Resource())
            .AddView("exponential", new Base2ExponentialBucketHistogramConfiguration())
            .AddReader(reader)
            .Build();
        Counter<long> requests = meter.CreateCounter<long>("requests", "{request}", "naïve ☃");
        UpDownCounter<double> active = meter.CreateUpDownCounter<double>("active");
        Histogram<double> duration = meter.CreateHistogram<double>("duration", "s");
        Histogram<double> exponential = meter.CreateHistogram<double>("exponential");
        meter.CreateObservableGauge("temperature", () => Enumerable.Range(0, count).Select(i => new Measurement<double>(i / 3.0, Tag(i))));
        for (int i = 0; i < count; i++)
        {
            requests.Add(i, Tag(i), new("text", $"☃ {i}"));
            active.Add(-i / 7.0, Tag(i));
            duration.Record(i / 10.0, Tag(i), new("even", i % 2 == 0));
            exponential.Record(i * 1.7, Tag(i));
        }

        provider.ForceFlush(60_000).ShouldBeTrue();
    }

    private static void SendRecords(int count, IReadOnlyList<Uri> endpoints)
    {
        BatchLogRecordExportProcessor[] processors =
        [
            .. endpoints.Select(static endpoint =>
                new BatchLogRecordExportProcessor(new OtlpLogExporter(Options(endpoint)), maxExportBatchSize: 64)),
        ];
        using ILoggerFactory factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.SetResourceBuilder(Resource());
            options.IncludeScopes = true;
            options.ParseStateValues = true;
            Array.ForEach(processors, processor => options.AddProcessor(processor));
        }));
        ILogger log = factory.CreateLogger(Name);
        for (int i = 0; i < count; i++)
        {
            Ordered(log, i, i / 3.0, $"naïve ☃ {i}");
            if (i % 5 == 0)
            {
                Failed(log, i, new InvalidOperationException("boom: ☠"));
            }
        }

        // The end of the factory would flush, too, but for 5 s at most.
        processors.ShouldAllBe(processor => processor.ForceFlush(60_000));
    }

    private static OtlpExporterOptions Options(Uri endpoint) => new()
    {
        Endpoint = endpoint,
        Protocol = endpoint.AbsolutePath == "/" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        TimeoutMilliseconds = 30_000,
    };

    private static ResourceBuilder Resource() =>
        ResourceBuilder.CreateEmpty().AddService("checkout", "shop", "4.5.6", serviceInstanceId: "i-1");

    private static KeyValuePair<string, object?> Tag(int i) => new("index", i);

    [LoggerMessage(Level = LogLevel.Information, Message = "ordered {Count} at {Price} for {Customer}")]
    private static partial void Ordered(ILogger log, int count, double price, string customer);

    [LoggerMessage(Level = LogLevel.Error, Message = "order {Count} failed")]
    private static partial void Failed(ILogger log, int count, Exception reason);
}
