using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Fuzz.Targets;

namespace HotPath.Fuzz.Running;

/// <summary>Every target there is.</summary>
internal static class FuzzTargets
{
    private static readonly Func<IFuzzTarget>[] Makers =
    [
        static () => new Http2ServerTarget(),
        static () => new Http2ClientTarget(),
        static () => new HpackTarget(),
        static () => new GrpcMessageTarget(),
        static () => new OtlpTarget(Signal.Traces),
        static () => new OtlpTarget(Signal.Metrics),
        static () => new OtlpTarget(Signal.Logs),
        static () => new OtlpTarget(Signal.Profiles),
        static () => new OtlpJsonTarget(Signal.Traces),
        static () => new OtlpJsonTarget(Signal.Metrics),
        static () => new OtlpJsonTarget(Signal.Logs),
        static () => new YamlTarget(),
        static () => new ExpanderTarget(),
        static () => new OttlTarget(),
        static () => new OttlTextsTarget(),
        static () => new PatternTarget(),
        static () => new SegmentLogTarget(),
        static () => new CodecTarget("snappy", Codec.Snappy),
        static () => new CodecTarget("snappy-framed", Codec.SnappyFramed),
        static () => new CodecTarget("gzip", Codec.Gzip),
        static () => new CodecTarget("zlib", Codec.Zlib),
        static () => new CodecTarget("zstd", Codec.Zstd),
        static () => new CodecTarget("lz4", Codec.Lz4),
        static () => new AddressTarget(),
        static () => new DurationTarget(),
        static () => new AnswerTarget(),
    ];

    /// <summary>Their names, in the order of the table in the README.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Select(static make =>
    {
        using IFuzzTarget target = make();
        return target.Name;
    })];

    /// <summary>Makes one; null if there is none of this name.</summary>
    public static IFuzzTarget? Make(string name) => Names.ToList().IndexOf(name) is >= 0 and int at ? Makers[at]() : null;
}
