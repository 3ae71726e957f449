using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Hosting.Admin;

/// <summary>A plan at work, as pages read it. Its parts are live.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Path">The path that it made.</param>
/// <param name="Receivers">Each receiver's servers.</param>
/// <param name="Extensions">The extensions' servers, of those that have one.</param>
public sealed record GatewaySnapshot(
    GatewayPlan Plan,
    DataPath Path,
    IReadOnlyList<(ComponentId Receiver, IReceiverHost Host)> Receivers,
    IReadOnlyDictionary<ComponentId, IReadOnlyList<AdminHost>> Extensions);
