using HotPath.Core.Index;

namespace HotPath.Components.Processors.Redaction;

/// <summary>A pair of a map, or an element of an array, that stays in a body, with the value it is to have.</summary>
/// <param name="Pair">The pair as it came; of an element, nothing.</param>
/// <param name="Value">Its value now.</param>
internal readonly record struct BodyPart(ValuePair Pair, WireValue Value);
