using System.Net;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Attributes;

/// <summary><c>from_context</c>: what a request's headers and connection say, on its items and resources.</summary>
public sealed class FromContextTests
{
    private static readonly (string, string)[] Headers = [("X-Tenant", "a"), ("x-scope", "s"), ("x-tenant", "ü")];

    [Theory]
    [InlineData("from_context: metadata.X-Tenant", "a;ü")]
    [InlineData("from_context: x-scope", "s")]
    [InlineData("from_context: client.address", "192.0.2.7")]
    [InlineData("from_context: metadata.missing", null)]
    [InlineData("from_context: metadata.missing, default_value: none", "none")]
    public async Task Path_Upsert_SetsWhatIsKnownOfTheSender(string source, string? expected)
    {
        foreach (string processor in (string[])["attributes: {actions", "resource: {attributes"])
        {
            await using PathRig rig = PathRig.Traces(
                $"{processor}: [{{key: of.sender, action: upsert, {source}}}]}}", processor.Split(':')[0], "test: {}", "test");
            (await rig.DeliverAsync(
                SampleRequests.Traces(5, seed: 1), metadata: Headers, address: IPAddress.Parse("::ffff:192.0.2.7"))).ShouldBe(Outcome.Ok);
            (await rig.DeliverAsync(SampleRequests.Traces(5, seed: 2))).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();
            Values(rig.Exporter("test").Received[0], processor).ShouldAllBe(value => value == expected);

            // Who is not known has no metadata, and an empty address.
            string? unknown = source.Contains("default", StringComparison.Ordinal) ? "none" : null;
            unknown = source.Contains("address", StringComparison.Ordinal) ? "" : unknown;
            Values(rig.Exporter("test").Received[1], processor).ShouldAllBe(value => value == unknown);
        }
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("metadata_keys: [x-scope]", "s")]
    public async Task Path_BehindABatch_KnowsWhatTheBatchKept(string keys, string? expected)
    {
        await using PathRig rig = PathRig.Traces(
            $"batch: {{timeout: 100ms, {keys} }}, "
            + "attributes: {actions: [{key: of.sender, from_context: metadata.x-scope, action: insert}, "
            + "{key: tenant, from_context: metadata.x-tenant, action: insert}]}",
            "batch, attributes",
            "test: {}",
            "test");
        (await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1), metadata: Headers)).ShouldBe(Outcome.Ok);
        await rig.DrainAsync();
        byte[] received = rig.Exporter("test").Received.ShouldHaveSingleItem();
        Values(received, "attributes").ShouldAllBe(value => value == expected);
        Values(received, "attributes", "tenant").ShouldAllBe(value => value == null);
    }

    [Fact]
    public async Task Path_TwoSendersAtOnce_EachItemHasItsOwn()
    {
        await using PathRig rig = PathRig.Traces(
            "attributes: {actions: [{key: of.sender, action: insert, from_context: metadata.x-tenant}]}", "attributes", "test: {}", "test");
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), async (i, cancel) => (await rig.DeliverAsync(
            SampleRequests.Traces(1 + (i % 7), seed: i % 7), metadata: [("x-tenant", $"t{i % 7}")], cancel: cancel)).ShouldBe(Outcome.Ok));
        await rig.DrainAsync();
        foreach (byte[] received in rig.Exporter("test").Received)
        {
            string?[] values = [.. Values(received, "attributes")];
            values.ShouldAllBe(value => value == $"t{values.Length - 1}");
        }
    }

    private static IEnumerable<string?> Values(byte[] request, string processor, string key = "of.sender")
    {
        var blocks = ExportTraceServiceRequest.Parser.ParseFrom(request).ResourceSpans;
        IEnumerable<IEnumerable<KeyValue>> owners = processor.StartsWith("attributes", StringComparison.Ordinal)
            ? blocks.SelectMany(b => b.ScopeSpans).SelectMany(s => s.Spans).Select(s => s.Attributes)
            : blocks.Select(b => b.Resource.Attributes);
        return owners.Select(attributes => attributes.SingleOrDefault(a => a.Key == key)?.Value.StringValue);
    }
}
