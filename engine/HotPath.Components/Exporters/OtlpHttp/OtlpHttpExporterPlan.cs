using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>A validated <c>otlp_http</c> (<c>otlphttp</c>) exporter.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Chain">Queue → retry → timeout.</param>
/// <param name="Client">How it reaches its backend.</param>
/// <param name="AsJson">True: bodies are OTLP/JSON; else protobuf.</param>
internal sealed record OtlpHttpExporterPlan(ComponentId Id, ExportPlan Chain, HttpClientPlan Client, bool AsJson) : ExporterPlan(Id, Chain)
{
    /// <inheritdoc/>
    public override IReadOnlyList<NetworkAddress> Targets { get; } = [.. Client.Endpoints.All.Select(endpoint => endpoint.Address).Distinct()];

    /// <inheritdoc/>
    public override bool ReadsItems => AsJson;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No URL is known for the signal, or a file of the TLS settings cannot be used.</exception>
    public override IExporter CreateExporter(ExporterContext context)
    {
        if (Client.Endpoints.Of(context.Signal) is { } endpoint)
        {
            return new OtlpHttpExporter(this, endpoint.Url, context);
        }

        string signal = context.Signal switch { Signal.Traces => "traces", Signal.Metrics => "metrics", _ => "logs" };
        throw new InvalidOperationException(
            $"exporters::{Id}: a {signal} pipeline uses it, but either endpoint or {signal}_endpoint must be specified");
    }
}
