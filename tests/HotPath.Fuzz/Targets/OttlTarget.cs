using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Expressions;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Fuzz.Running;
using HotPath.Testing.Wire;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// Statements and conditions: compiled, or refused by the one exception, with a place inside the text; and what compiles runs, without an
/// exception, and leaves a good request.
/// <code>
///   context (1 B: of 7) │ statement or condition
/// </code>
/// </summary>
internal sealed class OttlTarget : IFuzzTarget
{
    private static readonly ContextKind[] Contexts = Enum.GetValues<ContextKind>();

    private readonly SlabPool _slabs = new(new MemoryBudget(1 << 28, 1 << 28), tracking: true);
    private readonly OttlRequest _request;
    private readonly Dictionary<Signal, byte[]> _requests = SampleRequests.Signals.ToDictionary(
        static signal => signal, static signal => SampleRequests.Of(signal, 3, seed: 5));

    public OttlTarget()
    {
        _requests[Signal.Traces] = WithEvent.Traces();
        _request = new OttlRequest(_slabs);
    }

    public string Name => "ottl";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzTexts.Of(
        "0set(attributes[\"a\"], Concat([\"x\", attributes[\"service.name\"]], \"-\")) where IsMatch(attributes[\"a\"], \"^x.*\")",
        "2set(name, \"GET\") where kind == SPAN_KIND_SERVER and attributes[\"http.status_code\"] >= 500",
        "2replace_pattern(name, \"/users/(\\\\d+)\", \"/users/$$1\")", "2attributes[\"a\"][0][\"b\"] != nil or not (Len(name) > 3)",
        "2end_time_unix_nano - start_time_unix_nano > 5",
        "2delete_matching_keys(attributes, \"(?i)secret\")", "2limit(attributes, 3, [\"a\"])", "2truncate_all(attributes, 5)",
        "2keep_keys(attributes, [\"a\", \"b\"])",
        "3set(attributes[\"e\"], name)", "4set(description, \"x\") where type == METRIC_DATA_TYPE_SUM", "5value_double * 2.5 > 1.0",
        "6merge_maps(attributes, ParseJSON(body), \"upsert\")",
        "6set(severity_number, SEVERITY_NUMBER_ERROR) where body == \"x\"", "2set(trace_id, TraceID(0x0102030405060708090a0b0c0d0e0f10))",
        "1set(name, \"s\")",
        "2set(attributes[\"m\"], {\"k\": [1, 2.5, true, nil, {\"n\": 0x0a}]})", "2set(status.message, Format(\"%05d %s\", [42, name]))",
        "2set(attributes, Filter(attributes, x => x != 1))",
        "2set(attributes[\"t\"], FormatTime(Time(\"2024-01-02\", \"%Y-%m-%d\"), \"%s\"))", "2flatten(attributes, \"p\", depth=2)",
        "2set(attributes[\"x\"], Substring(name, 1, 2))");

    public IReadOnlyList<byte[]> Tokens { get; } = FuzzTexts.Of(
        "set(", "(", ")", "[", "]", "{", "}", ", ", ".", ": ", "=", "==", "!=", "<", ">=", "+", "-", "*", "/", " and ", " or ", "not ",
        " where ", "nil", "true", "name", "attributes", "\"a\"",
        "1", "2.5", "0x0a", "9223372036854775807", "SPAN_KIND_SERVER", "IsMatch(", "Len(", "Concat(", "resource.",
        "instrumentation_scope.", "body", "cache", "cache[\"a\"]", "trace_state[\"a\"]",
        "events", "links", "target=", "\"\\\\", "\"(\"", "\\\"", "é", "delete_key(", "flatten(", "limit(", "Sort(", "ParseJSON(", "Time(",
        "Duration(\"1h\")", "URL(", "Substring(", "Split(", "ToCamelCase(",
        "XXH3(", "ExtractPatterns(", "Index(", "SliceToMap(", "Coalesce([", "metric.", "datapoint.", "explicit_bounds", "exemplars",
        "x => ", "Unix(", "TruncateTime(", "append(", "delete_index(",
        "replace_all_patterns(", "\"key\"", "Base64Decode(", "Decode(", "Hex(", "\"%Y-%m\"", "Format(\"%v\", [", "observed_time",
        "IsInCIDR(", "ContainsValue(", "UUID()", "Now()");

    public int Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return 0;
        }

        ContextKind context = Contexts[input[0] % Contexts.Length];
        string text = Invariant.Text(input[1..]);
        return FuzzTexts.Mix((int)context, Statement(text, context), Condition(text, context));
    }

    public void Dispose() => _slabs.Dispose();

    private int Statement(string text, ContextKind context)
    {
        CompiledStatement statement;
        try
        {
            statement = OttlCompiler.Statement(text, context);
        }
        catch (OttlException refusal)
        {
            return Refused(text, refusal);
        }

        Signal signal = OttlRequest.SignalOf(context);
        int done = _request.Run(signal, _requests[signal], statement.Run, statement.Run);
        return FuzzTexts.Mix(1, done, (int)statement.Depth);
    }

    private int Condition(string text, ContextKind context)
    {
        CompiledCondition condition;
        try
        {
            condition = OttlCompiler.Condition(text, context);
        }
        catch (OttlException refusal)
        {
            return Refused(text, refusal);
        }

        Signal signal = OttlRequest.SignalOf(context);
        Truth truth = default;
        _request.Run(signal, _requests[signal], at => (truth = condition.Condition.Test(at)) == Truth.Yes);
        return FuzzTexts.Mix(2, (int)truth, (int)condition.Depth);
    }

    private static int Refused(string text, OttlException refusal)
    {
        string[] lines = text.Split('\n');
        Invariant.Holds(refusal.Line >= 1 && refusal.Line <= lines.Length, $"a refusal in line {refusal.Line} of {lines.Length}");
        Invariant.Holds(
            refusal.Column >= 1 && refusal.Column <= lines[refusal.Line - 1].Length + 1,
                $"a refusal at column {refusal.Column} of {lines[refusal.Line - 1].Length}");
        Invariant.Holds(refusal.Problem.Length > 5, "a refusal without a reason");
        return FuzzTexts.Kind(refusal.Problem);
    }
}
