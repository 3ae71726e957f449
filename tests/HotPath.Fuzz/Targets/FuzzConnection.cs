using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Fuzz.Targets;

/// <summary>A connection as Kestrel hands it over, over a pipe; one that is cut only counts it.</summary>
internal sealed class FuzzConnection(IDuplexPipe transport) : ConnectionContext
{
    public override string ConnectionId { get; set; } = "fuzz";

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; } = transport;

    /// <summary>How often it was cut.</summary>
    public int Aborts { get; private set; }

    public override void Abort(ConnectionAbortedException abortReason) => Aborts++;
}
