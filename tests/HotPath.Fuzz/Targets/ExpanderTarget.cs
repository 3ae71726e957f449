using HotPath.Engine.Config;
using HotPath.Fuzz.Running;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// A whole composition with references to variables, which refer to others: never an exception, bounded, and every error is told with a
/// place.
/// The letters f and h are taken out, so that no reference reads a file of the machine's or asks the network.
/// </summary>
internal sealed class ExpanderTarget : IFuzzTarget
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["X"] = "{a: [1, '${Y}']}",
        ["Y"] = "text",
        ["LOOP"] = "${LOOP}",
        ["TWICE"] = "${env:TWICE}${env:TWICE}",
        ["PORT"] = "4317",
        ["OPEN"] = "${",
        ["LIST"] = "[a, b: c]",
        ["BAD"] = "a: [",
        ["DOLLARS"] = "$$$$",
    };

    public string Name => "expander";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzTexts.Of(
        "a: ${env:X}\nb: x${Y}z\n", "a: $${Y}\nb: $$$$\nc: $Y\n", "a: ${env:MISSING:-default}\nb: ${LIST}\n",
        "a: ${yaml:{x: 1}}\nb: ${${env:Y}}\n", "a: ${LOOP}\n",
        "a: ${TWICE}\n", "a::b::c: 1\na: {b: {d: 2}}\n", "a: ${OPEN}Y}\nb: ${BAD}\nc: ${DOLLARS}\n",
        "receivers: {otlp: {protocols: {grpc: {endpoint: '0.0.0.0:${PORT}'}}}}\n");

    public IReadOnlyList<byte[]> Tokens { get; } = FuzzTexts.Of(
        "${", "}", "${env:", "${yaml:", "${X}", "${Y}", "${LOOP}", "${TWICE}", "${OPEN}", "${DOLLARS}", "${BAD}", "${LIST}", ":-", "$",
        "$$", "$${", "::", ": ", "\n", "- ", "'", "\"", "{", "[", "]",
        "password: ", "\\");

    public int Run(ReadOnlySpan<byte> input)
    {
        string text = Invariant.Text(input).Replace('f', 'g').Replace('h', 'j');
        var errors = new ConfigErrors();
        ConfigNode root = ConfigComposer.FromText(text, "c.yaml", errors, Variables.GetValueOrDefault);
        int lines = text.Count(static c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 1;
        Invariant.Holds(root.IsMap, "the root is no map");
        foreach (ConfigError error in errors.Errors.Concat(errors.Warnings))
        {
            Invariant.Holds(error.Position.Source == "c.yaml", $"an error in {error.Position.Source}");
            Invariant.Holds(error.Position.Line >= 0 && error.Position.Line <= lines && error.Message.Length > 10,
                $"an error at {error.Position}");
        }

        return FuzzTexts.Mix(
            errors.Errors.Count == 0 ? 0 : FuzzTexts.Kind(errors.Errors[0].Message), errors.Warnings.Count == 0 ? 0
                : FuzzTexts.Kind(errors.Warnings[0].Message),
            FuzzTexts.Magnitude(root.Entries.Count));
    }

    public void Dispose()
    {
    }
}
