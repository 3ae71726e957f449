using HotPath.Components.Connectors.Forward;
using HotPath.Components.Exporters.Debug;
using HotPath.Components.Exporters.Nop;
using HotPath.Components.Exporters.Otlp;
using HotPath.Components.Exporters.OtlpHttp;
using HotPath.Components.Extensions.BasicAuth;
using HotPath.Components.Extensions.BearerTokenAuth;
using HotPath.Components.Extensions.FileStorage;
using HotPath.Components.Extensions.HeadersSetter;
using HotPath.Components.Extensions.HealthCheck;
using HotPath.Components.Extensions.MemoryLimiter;
using HotPath.Components.Extensions.OAuth2Client;
using HotPath.Components.Extensions.ZPages;
using HotPath.Components.Processors.Attributes;
using HotPath.Components.Processors.Batch;
using HotPath.Components.Processors.Filter;
using HotPath.Components.Processors.GroupByAttrs;
using HotPath.Components.Processors.MemoryLimiter;
using HotPath.Components.Processors.ProbabilisticSampler;
using HotPath.Components.Processors.Redaction;
using HotPath.Components.Processors.Resource;
using HotPath.Components.Processors.ResourceDetection;
using HotPath.Components.Processors.Span;
using HotPath.Components.Processors.Transform;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Memory;
using HotPath.Engine.Plan;

namespace HotPath.Gateway.Lifecycle;

/// <summary>The components of this build.</summary>
internal static class Catalogue
{
    /// <summary>Makes the catalogue.</summary>
    /// <param name="root">Below which the memory's limit is read: <c>/</c>, except in tests.</param>
    public static ComponentCatalogue Create(string root = "/") => new(
        [new OtlpReceiverFactory()],
        [
            new BatchFactory(), new MemoryLimiterFactory(() => AvailableMemory.Read(root).Bytes), new AttributesFactory(),
            new ResourceFactory(), new FilterFactory(), new TransformFactory(), new RedactionFactory(), new SpanFactory(),
            new ResourceDetectionFactory(root), new ProbabilisticSamplerFactory(), new GroupByAttrsFactory(),
        ],
        [new OtlpExporterFactory(), new OtlpHttpExporterFactory(), new DebugExporterFactory(), new NopExporterFactory()])
    {
        Connectors = [new ForwardFactory()],
        Extensions =
        [
            new HealthCheckFactory(), new FileStorageFactory(), new MemoryLimiterExtensionFactory(() => AvailableMemory.Read(root).Bytes),
            new BearerTokenAuthFactory(), new BasicAuthFactory(), new OAuth2ClientFactory(), new HeadersSetterFactory(),
            new ZPagesFactory(),
        ],
        AvailableMemory = () => AvailableMemory.Read(root),
    };
}
