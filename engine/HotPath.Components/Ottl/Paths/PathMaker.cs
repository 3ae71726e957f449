using HotPath.Components.Ottl.Compiling;
using HotPath.Components.Ottl.Expressions;

namespace HotPath.Components.Ottl.Paths;

/// <summary>Makes a path's node; the keys behind it are given to those that take any.</summary>
internal delegate PathExpression PathMaker(Compiler compiler, Key[] keys);
