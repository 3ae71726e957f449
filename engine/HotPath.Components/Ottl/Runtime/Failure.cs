using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>Why an evaluation failed, kept without making a string: that is done when somebody asks.</summary>
/// <param name="Message">A fixed text; with <paramref name="Found"/>, what was expected.</param>
/// <param name="Found">What was there instead; <see cref="OttlKind.Failed"/> = the message says all.</param>
internal readonly record struct Failure(string Message, OttlKind Found)
{
    /// <inheritdoc/>
    public override string ToString() => Found == OttlKind.Failed ? Message : $"expected {Message} but got {ValueNames.NameOf(Found)}";
}
