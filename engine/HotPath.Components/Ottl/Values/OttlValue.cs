using System.Runtime.CompilerServices;
using HotPath.Components.Ottl.Runtime;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Values;

/// <summary>
/// A value while a statement runs. Text, bytes, lists and maps lie where they came from: in the request, in the overlay's scratch, or in a
/// constant of the statement. Nothing on the heap. It ends with the request, as those do.
/// </summary>
internal readonly struct OttlValue
{
    private readonly WireValue _wire;
    private readonly long _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private OttlValue(OttlKind kind, long bits, WireValue wire = default, int utcOffset = 0)
    {
        UtcOffset = utcOffset;
        Kind = kind;
        _bits = bits;
        _wire = wire;
    }

    /// <summary>Nothing.</summary>
    public static OttlValue Nil => default;

    /// <summary>No value, after <see cref="OttlContext.Fail(string)"/>.</summary>
    public static OttlValue Failed => new(OttlKind.Failed, 0);

    /// <summary>What it is.</summary>
    public OttlKind Kind { get; }

    /// <summary>True if there is no value; see <see cref="OttlKind.Failed"/>.</summary>
    public bool IsFailed => Kind == OttlKind.Failed;

    /// <summary>True if it is nil.</summary>
    public bool IsNil => Kind == OttlKind.Nil;

    /// <summary>The flag of a <see cref="OttlKind.Bool"/>.</summary>
    public bool AsBool => _bits != 0;

    /// <summary>The number of an <see cref="OttlKind.Int"/>; of a time or duration, its nanoseconds.</summary>
    public long AsInt => _bits;

    /// <summary>
    /// Of a time, the seconds by which its clock is ahead of UTC: what hour it is there. The moment is <see cref="AsInt"/> alone.
    /// </summary>
    public int UtcOffset { get; }

    /// <summary>The number of a <see cref="OttlKind.Double"/>.</summary>
    public double AsDouble => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The bytes of a text, of bytes, of an id; the fields of a list or map.</summary>
    public ReadOnlySpan<byte> Content => _wire.Content;

    /// <summary>A flag.</summary>
    public static OttlValue Of(bool flag) => new(OttlKind.Bool, flag ? 1 : 0);

    /// <summary>An integer.</summary>
    public static OttlValue Of(long number) => new(OttlKind.Int, number);

    /// <summary>A floating-point number.</summary>
    public static OttlValue Of(double number) => new(OttlKind.Double, BitConverter.DoubleToInt64Bits(number));

    /// <summary>A moment, in nanoseconds since 1970, on a clock so many seconds ahead of UTC.</summary>
    public static OttlValue Time(long nanoseconds, int utcOffset = 0) => new(OttlKind.Time, nanoseconds, default, utcOffset);

    /// <summary>A length of time, in nanoseconds.</summary>
    public static OttlValue Duration(long nanoseconds) => new(OttlKind.Duration, nanoseconds);

    /// <summary>
    /// Text, bytes or an id over bytes that neither move nor end before the request: a slab's, the scratch's, a constant's.
    /// </summary>
    public static OttlValue Over(OttlKind kind, ReadOnlySpan<byte> stable) =>
        new(kind, 0, Overlay.Built(kind == OttlKind.Text ? ValueKind.Text : ValueKind.Bytes, stable));

    /// <summary>Text over bytes that neither move nor end before the request.</summary>
    public static OttlValue Text(ReadOnlySpan<byte> stable) => new(OttlKind.Text, 0, Overlay.Built(ValueKind.Text, stable));

    /// <summary>The value of an attribute, a body, an element of a list.</summary>
    /// <remarks>
    /// By value, here and where it is called: a struct that is written field by field and then copied as a whole waits for its own stores.
    /// </remarks>
    public static OttlValue From(WireValue value) => value.Kind switch
    {
        ValueKind.Text => new OttlValue(OttlKind.Text, 0, value),
        ValueKind.Bool => new OttlValue(OttlKind.Bool, value.AsBool ? 1 : 0, value),
        ValueKind.Int => new OttlValue(OttlKind.Int, value.AsInt, value),
        ValueKind.Double => new OttlValue(OttlKind.Double, BitConverter.DoubleToInt64Bits(value.AsDouble), value),
        ValueKind.Array => new OttlValue(OttlKind.List, 0, value),
        ValueKind.Map => new OttlValue(OttlKind.Map, 0, value),
        ValueKind.Bytes => new OttlValue(OttlKind.Bytes, 0, value),
        _ => default,
    };

    /// <summary>True if both are the same list or map; see <see cref="ValueEquality"/>.</summary>
    public bool EqualsStored(in OttlValue other) => ValueEquality.AreEqual(_wire, other._wire);

    /// <summary>The value under a key of a map.</summary>
    public bool TryFind(ReadOnlySpan<byte> key, out WireValue value) => ValueEquality.TryFind(_wire, key, out value);

    /// <summary>The elements of a list; none of another kind.</summary>
    public ValueElements Elements() => _wire.Elements();

    /// <summary>The pairs of a map, duplicates included; none of another kind.</summary>
    public ValuePairs Pairs() => _wire.Pairs();

    /// <summary>The value as it is stored already; null if it would have to be encoded first.</summary>
    public WireValue? ToStored() => Kind == OttlKind.Nil || _wire.Kind != ValueKind.Empty ? _wire : null;

    /// <summary>
    /// The value as an attribute can hold it. Nil is an empty value, and so are times, durations and ids, which the Collector doesn't store
    /// either: write their number or their string.
    /// </summary>
    public WireValue ToWire(OttlContext context)
    {
        switch (Kind)
        {
            case OttlKind.Time or OttlKind.Duration or OttlKind.TraceId or OttlKind.SpanId:
                return default;
            case OttlKind.Bool when _wire.Kind == ValueKind.Empty:
                return context.Request.Bool(AsBool);
            case OttlKind.Int when _wire.Kind == ValueKind.Empty:
                return context.Request.Int(AsInt);
            case OttlKind.Double when _wire.Kind == ValueKind.Empty:
                return context.Request.Double(AsDouble);
            default:
                return _wire;
        }
    }
}
