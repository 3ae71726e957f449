using Google.Protobuf;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Redaction;

/// <summary>What is masked lies in the request's pooled memory: on the heap it costs nothing, however many spans there are.</summary>
public sealed class RedactionAllocationTests
{
    private const int Rounds = 30;
    private const string Values = @"blocked_values: ['4[0-9]{12}(?:[0-9]{3})?', '[a-z]+@[a-z]+\.[a-z]+', '(?i)bearer [a-z0-9]+']";

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("summary: info", true)]
    [InlineData("summary: debug", true)]
    [InlineData("hash_function: md5", true)]
    [InlineData("hash_function: sha1", true)]
    [InlineData("hash_function: sha3", true)]
    [InlineData("hash_function: hmac-sha256, hmac_key: 0123456789abcdef0123456789abcdef", true)]
    [InlineData("blocked_key_patterns: ['token', '^api.key$'], ignored_key_patterns: ['^x.+y$'], allowed_values: ['@good\\.org']", true)]
    [InlineData("redact_all_types: true", true)]
    [InlineData(
        "db_sanitizer: {redis: {enabled: true, attributes: [note]}, es: {enabled: true}, allow_fallback_without_system: true}", true)]
    [InlineData("redact_all_types: true, summary: debug", false)]
    public void Process_SpansInSteadyState_AllocatesNothing(string settings, bool isMasked)
    {
        foreach (int spans in new[] { 50, 400 })
        {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.Parser.ParseFrom(SampleRequests.Traces(spans, seed: 1));
            if (isMasked)
            {
                request.ResourceSpans.SelectMany(block => block.ScopeSpans).SelectMany(scope => scope.Spans).ToList()
                    .ForEach(span => span.Attributes.AddRange(Secrets()));
            }

            Least($"allow_all_keys: true, {Values}, {settings}", Signal.Traces, request, isMasked).ShouldBe(0, $"{spans} spans");
        }
    }

    [Theory]
    [InlineData("allow_all_keys: true, blocked_values: ['secret[0-9]+'], summary: debug")]
    [InlineData("allow_all_keys: true, blocked_key_patterns: ['note'], hash_function: sha1")]
    [InlineData("allowed_keys: [list, note], blocked_values: ['secret[0-9]+'], summary: info")]
    public void Process_BodiesInSteadyState_AllocatesNothing(string settings)
    {
        ExportLogsServiceRequest request = ExportLogsServiceRequest.Parser.ParseFrom(SampleRequests.Logs(100, seed: 1));
        foreach (var log in request.ResourceLogs.SelectMany(block => block.ScopeLogs).SelectMany(scope => scope.LogRecords))
        {
            AnyValue[] texts = [new AnyValue { StringValue = "secret1" }, new AnyValue { StringValue = "日本 secret22" }];
            var list = new AnyValue { ArrayValue = new ArrayValue { Values = { texts } } };
            KeyValue[] pairs = [Text("note", "secret1 and secret2"), new KeyValue { Key = "list", Value = list }];
            log.Body = new AnyValue { KvlistValue = new KeyValueList { Values = { pairs } } };
        }

        Least(settings, Signal.Logs, request, isMasked: true).ShouldBe(0);
    }

    private static KeyValue[] Secrets() =>
    [
        new KeyValue { Key = "list", Value = new AnyValue { ArrayValue = new ArrayValue { Values = { Text("", "a@b.cc").Value } } } },
        new KeyValue
        {
            Key = "map",
            Value = new AnyValue { KvlistValue = new KeyValueList { Values = { Text("z", "a@b.cc"), Text("a", "") } } },
        },
        new KeyValue { Key = "bytes", Value = new AnyValue { BytesValue = ByteString.CopyFromUtf8("some bytes") } },
        Text("card", "paid with 4111111111111111, not 4222222222222"),
        Text("mail", "日本 a@b.cc and kept@good.org 🙂"),
        Text("auth.token", "Bearer abcdef0123456789"),
        Text("long", string.Concat(Enumerable.Repeat("x@y.zz ", 60))),
    ];

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static long Least(string settings, Signal signal, IMessage message, bool isMasked)
    {
        IInlineProcessor processor = RedactionRig.Processor(settings, signal);
        byte[] request = message.ToByteArray();
        using var slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        request.CopyTo(lease.Writable);
        var index = new RequestIndex();
        var overlay = new Overlay();
        bool isEdited = !isMasked;
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            index.Build(signal, lease, processor.Depth, slabs);
            overlay.Begin(index, slabs);
            processor.Process(overlay);
            isEdited = overlay.IsEdited;
            overlay.TryMaterialise(slabs, BudgetUse.Egress, out Lease edited);
            edited.Return();
            overlay.Clear();
            index.Clear();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        lease.Return();
        isEdited.ShouldBe(isMasked);
        return least;
    }
}
