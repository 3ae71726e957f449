using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Auth;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Plan;

/// <summary>What an exporter is given when it is made.</summary>
/// <param name="Signal">The signal it will carry.</param>
/// <param name="Slabs">Where it rents room for compressing: egress, from the reserve.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">A logger whose lines already carry the component's id, kind and signal.</param>
public sealed record ExporterContext(Signal Signal, SlabPool Slabs, TimeProvider Time, ILogger Log)
{
    /// <summary>Those that exporters may name.</summary>
    public Authenticators Authenticators { get; init; } = Authenticators.Empty;
}
