using HotPath.Core;
using HotPath.Core.Wire;

namespace HotPath.Testing.Wire;

/// <summary>Holds a walk's result against the oracle's.</summary>
public static class WireVerdict
{
    /// <summary>
    /// Null if the walk's result is what it has to be; else what is wrong with it, with the input as hex. The rule: what Google.Protobuf
    /// refuses is refused; what it accepts is accepted with its counts, or refused for one of the strictnesses that
    /// <see cref="StrictOracle"/> finds broken.
    /// </summary>
    public static string? Disagreement(Signal signal, byte[] request, WalkResult result)
    {
        var parsed = OtlpOracle.TryParse(signal, request);
        if (parsed is null)
        {
            return result.Fault == WireFault.None ? Describe(signal, request, result, "the oracle refuses it") : null;
        }

        var broken = StrictOracle.Broken(parsed.Descriptor, request);
        if (result.Fault != WireFault.None)
        {
            var allowed = broken?.Contains(result.Fault) ?? IsStrictness(result.Fault);
            return allowed ? null : Describe(signal, request, result, $"the oracle accepts it; strictnesses broken: {Show(broken)}");
        }

        if (broken is { Count: > 0 })
        {
            return Describe(signal, request, result, $"it breaks {Show(broken)}");
        }

        var counts = OtlpOracle.Count(parsed);
        return counts == (result.Resources, result.Scopes, result.Items)
            ? null
            : Describe(signal, request, result, $"the oracle counts {counts}");
    }

    private static bool IsStrictness(WireFault fault) =>
        fault is WireFault.InvalidUtf8 or WireFault.InvalidIdLength or WireFault.TagOutOfRange;

    private static string Show(IReadOnlySet<WireFault>? broken) => broken is null ? "unknown" : string.Join(", ", broken);

    private static string Describe(Signal signal, byte[] request, WalkResult result, string complaint) =>
        $"{signal}: {result}, but {complaint}; {request.Length} bytes: {Convert.ToHexString(request)}";
}
