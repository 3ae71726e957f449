using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>What is done at each thing that <see cref="OttlWalk"/> comes to. A struct, so that the walk is compiled for it.</summary>
internal interface IOttlVisitor
{
    /// <summary>Works at what the context stands at; it may edit and drop it. False ends the walk.</summary>
    bool Visit(OttlContext context, Owner owner);
}
