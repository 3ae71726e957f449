using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>What an editor compiles to; false = it failed, and the context says why. Called from many threads at once.</summary>
internal delegate bool Editor(OttlContext context);
