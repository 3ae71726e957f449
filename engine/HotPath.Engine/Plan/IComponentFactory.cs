using HotPath.Core;

namespace HotPath.Engine.Plan;

/// <summary>What <c>hotpath components</c> tells of a type of component.</summary>
public interface IComponentFactory
{
    /// <summary>
    /// How far it may be relied on, for one signal; null where it does not take the signal. An extension is asked with null.
    /// </summary>
    ComponentStability? StabilityOf(Signal? signal) => ComponentStability.Alpha;
}
