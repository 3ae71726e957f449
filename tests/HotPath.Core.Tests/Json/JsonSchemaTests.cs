using System.Text;
using Google.Protobuf.Reflection;
using HotPath.Core.Json;
using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json;

public class JsonSchemaTests
{
    public static TheoryData<Signal> Signals => new(SampleRequests.Signals);

    [Theory]
    [MemberData(nameof(Signals))]
    public void FieldsOf_EveryMessage_AreTheOnesOfTheProtoFiles(Signal signal) =>
        Compare(OtlpSchema.RequestOf(signal), OtlpOracle.NewRequest(signal).Descriptor, []);

    [Fact]
    public void SeverityNumber_LevelsBetween_AreNamedToo() =>
        JsonEnums.SeverityNumber.Select(n => $"{n.Value} {Encoding.ASCII.GetString(n.Name)}").ShouldBeSubsetOf(
            Enumerable.Range(0, 25).Select(value => $"{value} SEVERITY_NUMBER_{Severity(value)}"));

    private static string Severity(int value)
    {
        string[] names = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
        return value == 0 ? "UNSPECIFIED" : names[(value - 1) / 4] + ((value - 1) % 4 == 0 ? "" : $"{((value - 1) % 4) + 1}");
    }

    private static void Compare(FieldKind kind, MessageDescriptor message, HashSet<FieldKind> seen)
    {
        if (!seen.Add(kind))
        {
            return;
        }

        var fields = JsonSchema.FieldsOf(kind);
        fields.Length.ShouldBeLessThanOrEqualTo(JsonSchema.MostFields);
        fields.Select(Describe).Order().ShouldBe(message.Fields.InFieldNumberOrder().Select(Describe).Order(), message.FullName);
        foreach (var field in fields)
        {
            var oracle = message.FindFieldByNumber(field.Number);
            field.SnakeName.Length.ShouldBeLessThanOrEqualTo(JsonSchema.LongestName);
            JsonSchema.IndexOf(kind, field.Tag).ShouldBe(Array.IndexOf(fields, field));
            if (field.Type == JsonType.Message)
            {
                Compare(field.Message, oracle.MessageType, seen);
            }
            else if (field.Type == JsonType.Enum)
            {
                oracle.EnumType.Values.Select(v => (v.Name, v.Number))
                    .ShouldBeSubsetOf(field.EnumNames.Select(n => (Encoding.ASCII.GetString(n.Name), n.Value)));
            }
        }
    }

    private static string Describe(JsonField field) =>
        $"{field.Number} {Encoding.ASCII.GetString(field.CamelName)} {Encoding.ASCII.GetString(field.SnakeName)} {field.Rule} {field.Type}";

    private static string Describe(FieldDescriptor field)
    {
        var rule = field.IsRepeated ? FieldRule.Repeated
            : field.RealContainingOneof is not null ? FieldRule.OneOf
            : field.HasPresence && field.FieldType != FieldType.Message ? FieldRule.Optional : FieldRule.Once;
        return $"{field.FieldNumber} {field.JsonName} {field.Name} {rule} {TypeOf(field)}";
    }

    private static JsonType TypeOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => JsonType.Utf8,
        FieldType.Bytes when field.Name == "trace_id" => JsonType.TraceId,
        FieldType.Bytes when field.Name.EndsWith("span_id", StringComparison.Ordinal) => JsonType.SpanId,
        _ => Enum.Parse<JsonType>(field.FieldType.ToString()),
    };
}
