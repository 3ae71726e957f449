using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Runtime;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Components.Tests.Ottl.Formatting;

/// <summary>Random documents, whole and damaged, against System.Text.Json.</summary>
public sealed class JsonToWireTests
{
    private const string Damage = "{}[]\",:\\0123456789.eE+-truefalsn u/\u00e9\u0001";

    [Fact]
    public void TryRead_OfRandomDocuments_AcceptsWhatTheOracleAccepts()
    {
        var random = new Random(11);
        int accepted = 0;
        for (int run = 0; run < 20_000; run++)
        {
            var text = new StringBuilder(Inside(random, 4).ToJsonString());
            for (int i = random.Next(3); i > 0; i--)
            {
                text[random.Next(text.Length)] = Damage[random.Next(Damage.Length)];
            }

            byte[] utf8 = Encoding.UTF8.GetBytes(text.ToString());
            bool isGood = text[0] is '{' or '[' && IsJson(utf8);
            (text[0] is '{' or '[' && JsonToWire.TryRead(new WireBuilder(), utf8)).ShouldBe(isGood, text.ToString());
            accepted += isGood ? 1 : 0;
        }

        accepted.ShouldBeInRange(5_000, 19_000);
    }

    [Fact]
    public void TryRead_OfRandomDocuments_GivesTheirValues()
    {
        var random = new Random(12);
        for (int run = 0; run < 2_000; run++)
        {
            JsonNode node = Inside(random, 4);
            var into = new WireBuilder();
            JsonToWire.TryRead(into, Encoding.UTF8.GetBytes(node.ToJsonString())).ShouldBeTrue();
            AnyValue read = node is JsonArray
                ? new AnyValue { ArrayValue = ArrayValue.Parser.ParseFrom(into.Since(0).ToArray()) }
                : new AnyValue { KvlistValue = KeyValueList.Parser.ParseFrom(into.Since(0).ToArray()) };
            JsonNode.DeepEquals(ToNode(read), node).ShouldBeTrue(node.ToJsonString());
        }
    }

    private static bool IsJson(byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return AreNumbersFinite(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The oracle takes numbers that no double holds; Go's decoder does not.</summary>
    private static bool AreNumbersFinite(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => double.IsFinite(element.GetDouble()),
        JsonValueKind.Array => element.EnumerateArray().All(AreNumbersFinite),
        JsonValueKind.Object => element.EnumerateObject().All(p => AreNumbersFinite(p.Value)),
        _ => true,
    };

    private static JsonNode Inside(Random random, int depth)
    {
        if (random.Next(2) == 0)
        {
            return new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Value(random, depth - 1))]);
        }

        var map = new JsonObject();
        for (int i = random.Next(5); i > 0; i--)
        {
            map[$"k{random.Next(9)}\n\u00e9\""] = Value(random, depth - 1);
        }

        return map;
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 6 : 5) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(random.NextDouble() * Math.Pow(10, random.Next(-20, 20))),
        3 => JsonValue.Create($"t{random.Next()}\t<\u2603\ud83d\ude00"),
        4 => JsonValue.Create((double)random.Next(-99, 99)),
        _ => Inside(random, depth),
    };

    private static JsonNode? ToNode(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => JsonValue.Create(value.StringValue),
        AnyValue.ValueOneofCase.BoolValue => JsonValue.Create(value.BoolValue),
        AnyValue.ValueOneofCase.DoubleValue => JsonValue.Create(value.DoubleValue),
        AnyValue.ValueOneofCase.ArrayValue => new JsonArray([.. value.ArrayValue.Values.Select(ToNode)]),
        AnyValue.ValueOneofCase.KvlistValue =>
            new JsonObject(value.KvlistValue.Values.Select(p => KeyValuePair.Create(p.Key, ToNode(p.Value)))),
        _ => null,
    };
}
