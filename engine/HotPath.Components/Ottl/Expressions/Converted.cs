using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>A call of a converter.</summary>
internal sealed class Converted : Expression
{
    private readonly Getter _getter;

    public Converted(Getter getter)
    {
        _getter = getter;
    }

    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context) => _getter(context);
}
