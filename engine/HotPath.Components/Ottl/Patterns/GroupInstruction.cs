namespace HotPath.Components.Ottl.Patterns;

/// <summary>One instruction of a <see cref="GroupProgram"/>; what the operands mean depends on what it does.</summary>
/// <param name="Op">What it does.</param>
/// <param name="X">The first operand.</param>
/// <param name="Y">The second.</param>
internal readonly record struct GroupInstruction(GroupOp Op, int X, int Y = 0);
