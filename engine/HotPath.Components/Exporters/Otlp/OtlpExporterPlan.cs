using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>A validated <c>otlp_grpc</c> (<c>otlp</c>) exporter.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Chain">Queue → retry → timeout.</param>
/// <param name="Client">How it reaches its backend.</param>
/// <param name="Target">Where it connects to; null if the configuration does not say, which is an error of its own.</param>
internal sealed record OtlpExporterPlan(ComponentId Id, ExportPlan Chain, GrpcClientPlan Client, NetworkAddress? Target)
    : ExporterPlan(Id, Chain)
{
    /// <inheritdoc/>
    public override NetworkAddress? Target { get; } = Target;

    /// <inheritdoc/>
    public override AuthUse? Auth => Client.Auth;

    /// <inheritdoc/>
    public override bool SendsGzipOn => Client.Compression.JoinsGzip && Chain.Queue is not { Enabled: true, Storage: not null };

    /// <inheritdoc/>
    public override IExporter CreateExporter(ExporterContext context) => new OtlpGrpcExporter(this, context);
}
