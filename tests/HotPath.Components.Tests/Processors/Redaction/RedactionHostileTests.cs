using System.Text;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Logs;

namespace HotPath.Components.Tests.Processors.Redaction;

/// <summary>Values that mean harm: what they cost grows with their size and no faster, and their memory is the budget's.</summary>
public sealed class RedactionHostileTests
{
    /// <summary>What redaction may hold of the budget: rows, scratch and what it writes, of a request of a mebibyte.</summary>
    private const long Budget = 16 << 20;

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(a|aa)+b")]
    [InlineData("(.*)(.*)(.*)(.*)[^a]$")]
    [InlineData("(?i)(a?){30}a{30}b")]
    public void Process_AMebibyteAndAPatternBuiltToBacktrack_Ends(string pattern)
    {
        var log = new LogRecord { Attributes = { Text("k", new string('a', 1 << 20)) } };
        log = Run($"allow_all_keys: true, blocked_values: ['{pattern}']", log);
        log.Attributes.ShouldHaveSingleItem().Value.StringValue.Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Process_AMebibyte_AllocatesNothingOnceWarm()
    {
        const string Settings = "allow_all_keys: true, blocked_values: ['4[0-9]{12}', '[a-z]+@[a-z]+']";
        IInlineProcessor processor = RedactionRig.Processor(Settings, Signal.Logs);
        var log = new LogRecord { Body = new AnyValue { StringValue = new string('4', 1 << 20) } };
        log.Attributes.Add(Text("k", new string('x', 1 << 20) + " 4111111111111 a@b"));
        byte[] request = Request(log);
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            byte[] received = RedactionRig.Run(processor, Signal.Logs, request, Budget);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before - received.Length);
        }

        // The rig's own pool, index and overlay; a copy of the text in UTF-16 would be two mebibytes.
        least.ShouldBeLessThan(256 << 10);
    }

    [Fact]
    public void Process_TenThousandAttributes_EachIsJudged()
    {
        var log = new LogRecord();
        log.Attributes.AddRange(Enumerable.Range(0, 10_000).Select(i => Text($"k{i % 5000}", i % 3 == 0 ? "to a@b.cc" : "plain")));
        LogRecord received = Run("allow_all_keys: true, blocked_values: ['[a-z]+@[a-z.]+'], summary: debug", log);
        received.Attributes.Take(10_000).Count(a => a.Value.StringValue == "to ****").ShouldBe(3334);
        received.Attributes.Single(a => a.Key == "redaction.masked.count").Value.IntValue.ShouldBe(3334);
        received.Attributes.Single(a => a.Key == "redaction.masked.keys").Value.StringValue.Split(',').Length.ShouldBe(3334);
    }

    [Theory]
    [InlineData("blocked_values: ['secret']")]
    [InlineData("blocked_values: ['secret'], redact_all_types: true, summary: debug")]
    public void Process_AHundredDeepMaps_AreMaskedAtTheirEnd(string settings)
    {
        // As deep as OTLP's check lets through: a value in a map is three messages deeper.
        byte[] value = new AnyValue { StringValue = "a secret" }.ToByteArray();
        for (int i = 0; i < 100; i++)
        {
            value = Message(6, Message(1, [.. Message(1, "k"u8.ToArray()), .. Message(2, value)]));
        }

        byte[] record = [.. Message(5, value), .. Message(6, [.. Message(1, "deep"u8.ToArray()), .. Message(2, value)])];
        byte[] request = Message(1, Message(2, Message(2, record)));
        byte[] received = RedactionRig.Run(RedactionRig.Processor($"allow_all_keys: true, {settings}", Signal.Logs), Signal.Logs, request);
        int expected = settings.Contains("all_types", StringComparison.Ordinal) ? 0 : 1;
        Occurrences(received, "a secret").ShouldBe(expected, "in attributes, maps are texts only if all types are");
        Occurrences(received, "a ****").ShouldBe(2 - expected);
    }

    [Fact]
    public void Process_BytesThatAreNoUtf8_AreMaskedAroundThem()
    {
        byte[] text = [0xFF, .. "secret"u8, 0xC3, 0x28, .. "secret"u8];
        byte[] attribute = [.. Message(1, "k"u8.ToArray()), .. Message(2, Message(1, text))];
        byte[] request = Message(1, Message(2, Message(2, Message(6, attribute))));
        IInlineProcessor processor = RedactionRig.Processor("allow_all_keys: true, blocked_values: ['secret']", Signal.Logs);
        byte[] received = RedactionRig.Run(processor, Signal.Logs, request);
        Occurrences(received, "secret").ShouldBe(0);
        Encoding.UTF8.GetString(received).ShouldContain("\uFFFD****\uFFFD(****");
    }

    private static int Occurrences(byte[] bytes, string text) => Encoding.Latin1.GetString(bytes).Split(text).Length - 1;

    private static byte[] Message(int field, byte[] content)
    {
        using var stream = new MemoryStream();
        var output = new CodedOutputStream(stream);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(content));
        output.Flush();
        return stream.ToArray();
    }

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static byte[] Request(LogRecord log)
    {
        var block = new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { log } } } };
        return new ExportLogsServiceRequest { ResourceLogs = { block } }.ToByteArray();
    }

    private static LogRecord Run(string settings, LogRecord log)
    {
        byte[] request = Request(log);
        byte[] received = RedactionRig.Run(RedactionRig.Processor(settings, Signal.Logs), Signal.Logs, request, Budget);
        return ExportLogsServiceRequest.Parser.ParseFrom(received).ResourceLogs[0].ScopeLogs[0].LogRecords[0];
    }
}
