namespace HotPath.Core.Wire;

/// <summary>What every piece of a cut block repeats: some bytes of the request, or a new prefix in front of some that follow.</summary>
/// <param name="At">Where in the block it belongs: the field's start.</param>
/// <param name="Start">Where its bytes begin; of a prefix, the length it says.</param>
/// <param name="End">Where they end.</param>
/// <param name="Prefix">0, or the number of the field whose prefix is meant.</param>
internal readonly record struct RepeatedField(int At, int Start, int End, uint Prefix = 0);
