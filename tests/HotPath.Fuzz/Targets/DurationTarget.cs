using System.Globalization;
using HotPath.Engine.Config;
using HotPath.Engine.Config.Yaml;
using HotPath.Fuzz.Running;
using HotPath.Hosting.Grpc;

namespace HotPath.Fuzz.Targets;

/// <summary>Durations as Go writes them, gRPC's timeouts, and YAML's numbers: what is read is written as what reads the same.</summary>
internal sealed class DurationTarget : IFuzzTarget
{
    public string Name => "durations";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzTexts.Of(
        "1h30m", "1.5s", "100us", "-1s", "0", "5s", "200ms", "1h2m3.5s", "2562047h47m16.854775807s", "9223372036854775808ns", ".5m", "1µs",
        "10S", "1500m",
        "99999999H", "0x1F", "0o17", "0b101", "1_000", "-9223372036854775808", "18446744073709551615", "1e10", ".inf", "2024-01-02", "~",
        "true");

    public IReadOnlyList<byte[]> Tokens { get; } = FuzzTexts.Of(
        "h", "m", "s", "ms", "us", "µs", "μs", "ns", "d", ".", "-", "+", "0", "9", "_", "e", "E+", "0x", "0b", "0o", "H", "M", "S", "u",
        "n", ".nan");

    public int Run(ReadOnlySpan<byte> input)
    {
        string text = Invariant.Text(input);
        bool isDuration = GoDuration.TryParse(text, out long nanoseconds, out string? fault);
        Invariant.Holds(isDuration == (fault is null), "a fault, or none");
        if (isDuration)
        {
            TimeSpan span = GoDuration.FromNanoseconds(nanoseconds);
            Invariant.Holds((span == TimeSpan.Zero) == (nanoseconds == 0), "what is not zero became zero");
            string written = GoDuration.Format(span);
            Invariant.Holds(GoDuration.TryParse(written, out long again, out _), $"{written} is not read");
            Invariant.Holds(again == span.Ticks * 100, $"{written} reads as {again} ns");
        }

        bool isTimeout = GrpcTimeout.TryParse(text, out TimeSpan timeout);
        Invariant.Holds(!isTimeout || timeout >= TimeSpan.Zero, "a timeout below zero");
        ScalarKind kind = ScalarRules.Resolve(text);
        bool isInteger = ScalarRules.TryInteger(text, out Int128 integer);
        bool isNumber = ScalarRules.TryNumber(text, out double number);
        Invariant.Holds(kind != ScalarKind.Integer || isInteger, "an integer without a value");
        Invariant.Holds(kind is not (ScalarKind.Integer or ScalarKind.Number) || isNumber, "a number without a value");
        if (isInteger)
        {
            string written = integer.ToString(CultureInfo.InvariantCulture);
            Invariant.Holds(ScalarRules.TryInteger(written, out Int128 again) && again == integer, $"{written} reads as another integer");
        }

        return FuzzTexts.Mix(isDuration ? 1 : FuzzTexts.Kind(fault!), FuzzTexts.Magnitude(nanoseconds), isTimeout ? 1 : 0, (int)kind,
            isNumber ? 1 : 0, double.IsFinite(number) ? 1 : 0);
    }

    public void Dispose()
    {
    }
}
