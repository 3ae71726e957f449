using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters that make identifiers, a new one at each call.</summary>
internal static class UuidFunctions
{
    private const int Length = 36;

    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("UUID", [], _ => context => Text(context, Guid.NewGuid())),
        Function.Of("UUIDv7", [], _ => context => Text(context, Guid.CreateVersion7(context.Time.GetUtcNow()))),
    ];

    private static OttlValue Text(OttlContext context, Guid id)
    {
        Span<byte> text = context.Request.Scratch(Length);
        id.TryFormat(text, out _);
        return OttlValue.Text(text);
    }
}
