using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Collections;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Metrics;

namespace HotPath.Components.Tests.Processors.Redaction;

/// <summary>
/// What a redaction means, done plainly to objects. In bodies numbers and bytes count as texts without a match: the tests' patterns find
/// none in them. With <see cref="AllTypes"/>, attributes hold no maps, arrays or doubles.
/// </summary>
internal sealed class RedactionModel
{
    public HashSet<string>? Allowed { get; init; }

    public HashSet<string> Ignored { get; init; } = [];

    public Regex? IgnoredPattern { get; init; }

    public Regex? BlockedKeys { get; init; }

    public bool AllTypes { get; init; }

    public Func<string, string> Mask { get; init; } = _ => "****";

    public Regex[] BlockedValues { get; init; } = [];

    public Regex? AllowedValues { get; init; }

    public bool Counts { get; init; }

    public bool Names { get; init; }

    public void Redact(IMessage request)
    {
        switch (request)
        {
            case ExportTraceServiceRequest traces:
                foreach (var block in traces.ResourceSpans)
                {
                    Attributes(block.Resource?.Attributes);
                    foreach (var scope in block.ScopeSpans)
                    {
                        Attributes(scope.Scope?.Attributes);
                        foreach (var span in scope.Spans)
                        {
                            Attributes(span.Attributes);
                            span.Events.ToList().ForEach(e => Attributes(e.Attributes));
                        }
                    }
                }

                break;
            case ExportLogsServiceRequest logs:
                foreach (var block in logs.ResourceLogs)
                {
                    Attributes(block.Resource?.Attributes);
                    foreach (var scope in block.ScopeLogs)
                    {
                        Attributes(scope.Scope?.Attributes);
                        foreach (var log in scope.LogRecords)
                        {
                            Attributes(log.Attributes);
                            var notes = new Fates();
                            bool isNested = log.Body?.ValueCase is AnyValue.ValueOneofCase.KvlistValue
                                or AnyValue.ValueOneofCase.ArrayValue;
                            log.Body = Value(log.Body, isNested ? "" : "body", notes);
                            Write(log.Attributes, notes, "redaction.body.");
                        }
                    }
                }

                break;
            case ExportMetricsServiceRequest metrics:
                foreach (var block in metrics.ResourceMetrics)
                {
                    Attributes(block.Resource?.Attributes);
                    foreach (var scope in block.ScopeMetrics)
                    {
                        Attributes(scope.Scope?.Attributes);
                        scope.Metrics.ToList().ForEach(metric => PointAttributes(metric).ToList().ForEach(Attributes));
                    }
                }

                break;
        }
    }

    private static IEnumerable<RepeatedField<KeyValue>> PointAttributes(Metric metric) => metric.DataCase switch
    {
        Metric.DataOneofCase.Gauge => metric.Gauge.DataPoints.Select(p => p.Attributes),
        Metric.DataOneofCase.Sum => metric.Sum.DataPoints.Select(p => p.Attributes),
        Metric.DataOneofCase.Histogram => metric.Histogram.DataPoints.Select(p => p.Attributes),
        Metric.DataOneofCase.ExponentialHistogram => metric.ExponentialHistogram.DataPoints.Select(p => p.Attributes),
        Metric.DataOneofCase.Summary => metric.Summary.DataPoints.Select(p => p.Attributes),
        _ => [],
    };

    private void Attributes(RepeatedField<KeyValue>? attributes)
    {
        if (attributes is null)
        {
            return;
        }

        var fates = new Fates();
        foreach (KeyValue attribute in attributes.ToList())
        {
            string text = AllTypes ? AsText(attribute.Value) : attribute.Value?.HasStringValue == true ? attribute.Value.StringValue : "";
            if (IsIgnored(attribute.Key))
            {
                fates.Ignored.Add(attribute.Key);
            }
            else if (IsRedacted(attribute.Key))
            {
                fates.Redacted.Add(attribute.Key);
                attributes.RemoveAt(attributes.ToList().FindIndex(a => ReferenceEquals(a, attribute)));
            }
            else if (AllowedValues?.IsMatch(text) == true)
            {
                fates.Allowed.Add(attribute.Key);
            }
            else if (BlockedKeys?.IsMatch(attribute.Key) == true)
            {
                fates.Masked.Add(attribute.Key);
                attribute.Value = MaskedWhole(text);
            }
            else if (Masked(text) is var masked && masked != text)
            {
                fates.Masked.Add(attribute.Key);
                attribute.Value = new AnyValue { StringValue = masked };
            }
        }

        Write(attributes, fates, "redaction.");
    }

    private AnyValue? Value(AnyValue? value, string path, Fates fates)
    {
        switch (value?.ValueCase)
        {
            case AnyValue.ValueOneofCase.ArrayValue:
                for (int i = 0; i < value.ArrayValue.Values.Count; i++)
                {
                    string at = Join(path, string.Create(CultureInfo.InvariantCulture, $"[{i}]"));
                    value.ArrayValue.Values[i] = Value(value.ArrayValue.Values[i], at, fates)!;
                }

                return value;
            case AnyValue.ValueOneofCase.KvlistValue:
                Map(value.KvlistValue.Values, path, fates);
                return value;
        }

        string text = value?.HasStringValue == true ? value.StringValue : "";
        if (AllowedValues?.IsMatch(text) == true)
        {
            fates.Allowed.AddRange(path == "body" ? [] : [path]);
            return value;
        }

        string masked = Masked(text);
        if (masked == text)
        {
            return value;
        }

        fates.Masked.Add(path);
        return new AnyValue { StringValue = masked };
    }

    private void Map(RepeatedField<KeyValue> pairs, string path, Fates fates)
    {
        foreach (KeyValue pair in pairs.ToList())
        {
            string at = Join(path, pair.Key);
            if (IsIgnored(pair.Key))
            {
                fates.Ignored.Add(at);
            }
            else if (IsRedacted(pair.Key))
            {
                fates.Redacted.Add(at);
                pairs.RemoveAt(pairs.ToList().FindIndex(p => ReferenceEquals(p, pair)));
            }
            else if (BlockedKeys?.IsMatch(pair.Key) == true)
            {
                fates.Masked.Add(at);
                pair.Value = MaskedWhole(pair.Value?.HasStringValue == true ? pair.Value.StringValue : "");
            }
            else
            {
                pair.Value = Value(pair.Value, at, fates);
            }
        }
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string AsText(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.BytesValue => value.BytesValue.ToBase64(),
        _ => "",
    };

    private bool IsIgnored(string key) => Ignored.Contains(key) || IgnoredPattern?.IsMatch(key) == true;

    private bool IsRedacted(string key) =>
        Allowed is not null && !Allowed.Contains(key) && !key.StartsWith("redaction.", StringComparison.Ordinal);

    private string Masked(string text) => BlockedValues.Aggregate(text, (now, pattern) => pattern.Replace(now, match => Mask(match.Value)));

    private AnyValue MaskedWhole(string text) => new() { StringValue = string.Join('\n', text.Split('\n').Select(Mask)) };

    private void Write(RepeatedField<KeyValue> attributes, Fates fates, string prefix)
    {
        Write(attributes, fates.Redacted, prefix + "redacted");
        Write(attributes, fates.Masked, prefix + "masked");
        Write(attributes, fates.Allowed, prefix + "allowed");
        Count(attributes, fates.Ignored.Count, prefix + "ignored.count");
    }

    private void Write(RepeatedField<KeyValue> attributes, List<string> keys, string name)
    {
        if (Names && keys.Count > 0)
        {
            Put(attributes, name + ".keys", new AnyValue { StringValue = string.Join(',', keys.Order(StringComparer.Ordinal)) });
        }

        Count(attributes, keys.Count, name + ".count");
    }

    private void Count(RepeatedField<KeyValue> attributes, int count, string name)
    {
        if (Counts && count > 0)
        {
            AnyValue? earlier = attributes.FirstOrDefault(a => a.Key == name)?.Value;
            Put(attributes, name, new AnyValue { IntValue = count + (earlier?.HasIntValue == true ? earlier.IntValue : 0) });
        }
    }

    private static void Put(RepeatedField<KeyValue> attributes, string key, AnyValue value)
    {
        if (attributes.FirstOrDefault(a => a.Key == key) is { } first)
        {
            first.Value = value;
        }
        else
        {
            attributes.Add(new KeyValue { Key = key, Value = value });
        }
    }

    private sealed class Fates
    {
        public List<string> Redacted { get; } = [];

        public List<string> Masked { get; } = [];

        public List<string> Allowed { get; } = [];

        public List<string> Ignored { get; } = [];
    }
}
