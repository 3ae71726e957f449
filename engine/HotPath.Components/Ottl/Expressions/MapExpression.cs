using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>
/// A map literal whose values are known only when it is read; made in scratch. Of equal keys the last one wins, as in the Collector.
/// </summary>
internal sealed class MapExpression(byte[][] keys, Expression[] values) : Expression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        var map = (PairMap)context.RentMap(OttlValue.Nil, home: null);
        for (int i = 0; i < keys.Length; i++)
        {
            OttlValue value = values[i].Get(context);
            if (value.IsFailed)
            {
                return value;
            }

            map.Put(keys[i], value.ToWire(context));
        }

        return map.Encode();
    }
}
