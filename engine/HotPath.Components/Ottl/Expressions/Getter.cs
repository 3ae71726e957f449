using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>What a converter compiles to. Called from many threads at once; all that changes is in the context.</summary>
internal delegate OttlValue Getter(OttlContext context);
