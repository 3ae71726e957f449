using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Logs;
using HotPath.Testing.Rig;

namespace HotPath.Components.Tests.Processors.Redaction;

/// <summary>Hand-written cases: hashes, types, lines, and values that mean harm.</summary>
public sealed class RedactionTests
{
    private const string Card = "4111111111111";

    [Theory]
    [InlineData("md5")]
    [InlineData("sha1")]
    [InlineData("sha3")]
    [InlineData("hmac-sha256")]
    [InlineData("hmac-sha512")]
    public async Task Path_AHashFunction_ReplacesWhatIsFoundOnly(string function)
    {
        string key = new('k', 64);
        byte[] card = Encoding.UTF8.GetBytes(Card);
        byte[] hash = function switch
        {
#pragma warning disable CA5350, CA5351 // What the processor is to compute.
            "md5" => MD5.HashData(card),
            "sha1" => SHA1.HashData(card),
#pragma warning restore CA5350, CA5351
            "sha3" => SHA3_256.HashData(card),
            "hmac-sha256" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), card),
            _ => HMACSHA512.HashData(Encoding.UTF8.GetBytes(key), card),
        };
        LogRecord log = await RunAsync(
            $"allow_all_keys: true, blocked_values: ['4[0-9]{{12}}'], hash_function: {function}, hmac_key: {key}",
            new LogRecord { Attributes = { Text("note", $"card {Card}.") } });
        log.Attributes.ShouldHaveSingleItem().Value.StringValue.ShouldBe($"card {Convert.ToHexStringLower(hash)}.");
    }

    [Fact]
    public async Task Path_Numbers_AreTextsOnlyIfAllTypesAreToBe()
    {
        var log = new LogRecord { Attributes = { new KeyValue { Key = "card", Value = new AnyValue { IntValue = long.Parse(Card) } } } };
        (await RunAsync("allow_all_keys: true, blocked_values: ['4[0-9]{12}']", log.Clone())).ShouldBe(log);
        (await RunAsync("allow_all_keys: true, blocked_values: ['4[0-9]{12}'], redact_all_types: true", log.Clone()))
            .Attributes.ShouldHaveSingleItem().Value.StringValue.ShouldBe("****");
    }

    [Fact]
    public async Task Path_AllTypes_MapsAndArraysAreTextsAsJson()
    {
        var map = new KeyValueList { Values = { Text("b", "secret"), Text("a", "first"), Text("b", "a secret"), Text("", "<&>") } };
        var list = new ArrayValue { Values = { new AnyValue { IntValue = 7 } } };
        map.Values.Add(new KeyValue { Key = "l", Value = new AnyValue { ArrayValue = list } });
        LogRecord log = await RunAsync(
            "allow_all_keys: true, blocked_values: ['sec[a-z]+'], redact_all_types: true",
            new LogRecord { Attributes = { new KeyValue { Key = "m", Value = new AnyValue { KvlistValue = map } } } });
        log.Attributes.ShouldHaveSingleItem().Value.StringValue.ShouldBe("""{"":"<&>","a":"first","b":"a ****","l":[7]}""");
    }

    [Fact]
    public async Task Path_AllTypes_AnArrayTooLargeToBeLookedAt_IsMaskedWhole()
    {
        var list = new ArrayValue { Values = { Text("", new string('x', 5 << 20)).Value, Text("", "secret").Value } };
        LogRecord log = await RunAsync(
            "allow_all_keys: true, blocked_values: ['secret'], redact_all_types: true",
            new LogRecord { Attributes = { new KeyValue { Key = "l", Value = new AnyValue { ArrayValue = list } } } });
        log.Attributes.ShouldHaveSingleItem().Value.StringValue.ShouldBe("****");
    }

    [Fact]
    public async Task Path_EmptyMatches_AreReplacedAsGoDoes()
    {
        LogRecord log = await RunAsync(
            "allow_all_keys: true, blocked_values: ['a*']", new LogRecord { Attributes = { Text("k", "baac🙂") } });
        log.Attributes.ShouldHaveSingleItem().Value.StringValue.ShouldBe("****b****c****🙂****");
    }

    [Fact]
    public async Task Path_ABlockedKey_MasksEachLine()
    {
        LogRecord log = await RunAsync(
            "allow_all_keys: true, blocked_key_patterns: [k]", new LogRecord { Attributes = { Text("k", "a\n\nb") } });
        log.Attributes.ShouldHaveSingleItem().Value.StringValue.ShouldBe("****\n****\n****");
    }

    [Fact]
    public async Task Path_TwoProcessors_AddToOneSummary()
    {
        LogRecord log = await RunAsync(
            "allow_all_keys: true, blocked_values: [x], summary: debug",
            new LogRecord { Attributes = { Text("b", "x"), Text("redaction.masked.keys", "a,c"), Text("redaction.masked.count", "?") } });
        log.Attributes.Single(a => a.Key == "redaction.masked.keys").Value.StringValue.ShouldBe("a,b,c");
        log.Attributes.Single(a => a.Key == "redaction.masked.count").Value.IntValue.ShouldBe(1);
    }

    [Fact]
    public async Task Path_AMebibyteAndAPatternMadeToBacktrack_ComeThrough()
    {
        string text = new string('a', 1 << 20) + "!";
        LogRecord log = await RunAsync(
            "allow_all_keys: true, blocked_values: ['(a+)+$', '(a|a)*b']", new LogRecord { Attributes = { Text("k", text) } });
        log.Attributes.ShouldHaveSingleItem().Value.StringValue.ShouldBe(text);
    }

    [Fact]
    public async Task Path_MasksThatWouldGrowATextWithoutEnd_BecomeOne()
    {
        LogRecord log = await RunAsync(
            "allow_all_keys: true, blocked_values: [a], hash_function: md5",
            new LogRecord { Attributes = { Text("k", new string('a', 1 << 18)) } });
        log.Attributes.ShouldHaveSingleItem().Value.StringValue.ShouldBe("****");
    }

    [Fact]
    public async Task Path_TenThousandAttributes_AreRemoved()
    {
        var log = new LogRecord { Attributes = { Text("kept", "v") } };
        log.Attributes.AddRange(Enumerable.Range(0, 10_000).Select(i => Text($"k{i}", "v")));
        (await RunAsync("allowed_keys: [kept], summary: info", log)).Attributes.Select(a => a.Key)
            .ShouldBe(["kept", "redaction.redacted.count"]);
    }

    [Fact]
    public async Task Path_ADeepBody_IsMaskedAtItsEnd()
    {
        var deep = new AnyValue { StringValue = "secret" };
        for (int i = 0; i < 25; i++)
        {
            deep = new AnyValue { KvlistValue = new KeyValueList { Values = { new KeyValue { Key = "k", Value = deep } } } };
        }

        AnyValue body = (await RunAsync("allow_all_keys: true, blocked_values: [secret]", new LogRecord { Body = deep })).Body;
        while (body.KvlistValue is { } map)
        {
            body = map.Values[0].Value;
        }

        body.StringValue.ShouldBe("****");
    }

    [Fact]
    public async Task Path_ABodyWithAValueWrittenTwice_LosesWhatIsNotLookedAt()
    {
        // AnyValue { kvlist { k: secret } } and the kvlist again: parsers merge the two, so both would be read by whoever gets them.
        byte[] map = new AnyValue { KvlistValue = new KeyValueList { Values = { Text("k", "secret") } } }.ToByteArray();
        byte[] twice = [.. map, .. new AnyValue { KvlistValue = new KeyValueList { Values = { Text("l", "v") } } }.ToByteArray()];
        byte[] element = [0x0A, (byte)twice.Length, .. twice];
        byte[] array = [0x2A, (byte)element.Length, .. element];
        byte[] log = [0x2A, (byte)array.Length, .. array];
        byte[] scope = [0x12, (byte)log.Length, .. log];
        byte[] resource = [0x12, (byte)scope.Length, .. scope];
        LogRecord received = await RunAsync("allow_all_keys: true, blocked_values: [secret]", [0x0A, (byte)resource.Length, .. resource]);
        received.ToString().ShouldNotContain("secret");
        received.Body.ArrayValue.Values[0].KvlistValue.Values.ShouldHaveSingleItem().Key.ShouldBe("l");
    }

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static Task<LogRecord> RunAsync(string settings, LogRecord log)
    {
        var block = new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { log } } } };
        var request = new ExportLogsServiceRequest { ResourceLogs = { block } };
        return RunAsync(settings, request.ToByteArray());
    }

    private static async Task<LogRecord> RunAsync(string settings, byte[] request)
    {
        PathRig rig = PathRig.Create(
            $$"""
            receivers: {test: {} }
            processors: {redaction: { {{settings}} } }
            exporters: {test: {} }
            service: {pipelines: {logs: {receivers: [test], processors: [redaction], exporters: [test] } } }
            """);
        await using (rig)
        {
            (await rig.DeliverAsync(request, Signal.Logs)).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();
            byte[] received = rig.Exporter("test").Received.ShouldHaveSingleItem();
            return ExportLogsServiceRequest.Parser.ParseFrom(received).ResourceLogs[0].ScopeLogs[0].LogRecords[0];
        }
    }
}
