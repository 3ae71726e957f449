using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>A validated <c>otlp_http</c> (<c>otlphttp</c>) exporter.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Chain">Queue → retry → timeout.</param>
/// <param name="Client">How it reaches its backend.</param>
/// <param name="AsJson">True: bodies are OTLP/JSON; else protobuf.</param>
internal sealed record OtlpHttpExporterPlan(ComponentId Id, ExportPlan Chain, HttpClientPlan Client, bool AsJson) : ExporterPlan(Id, Chain)
{
    /// <inheritdoc/>
    public override IReadOnlyList<NetworkAddress> Targets { get; } =
        [.. Client.Endpoints.All.Select(endpoint => endpoint.Address).Distinct()];

    /// <inheritdoc/>
    public override AuthUse? Auth => Client.Auth;

    /// <inheritdoc/>
    public override bool ReadsItems => AsJson;

    /// <inheritdoc/>
    public override bool SendsGzipOn => !AsJson && Client.Compression.JoinsGzip && Chain.Queue is not { Enabled: true, Storage: not null };

    /// <inheritdoc/>
    public override string? Lacks(Signal signal)
    {
        if (signal == Signal.Profiles && AsJson)
        {
            return $"profiles are sent as protobuf only; write encoding: proto under exporters::{Id}";
        }

        string name = SignalNames.Of(signal);
        bool isKnown = Client.Endpoints.Of(signal) is not null || !Client.Endpoints.All.Any();
        return isKnown ? null : $"it sends {name} nowhere; write endpoint or {name}_endpoint under exporters::{Id}";
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">No URL is known for the signal, or a file of the TLS settings cannot be
    /// used.</exception>
    public override IExporter CreateExporter(ExporterContext context) => Client.Endpoints.Of(context.Signal) is { } endpoint
        ? new OtlpHttpExporter(this, endpoint.Url, context)
        : throw new InvalidOperationException($"exporters::{Id}: {Lacks(context.Signal)}");
}
