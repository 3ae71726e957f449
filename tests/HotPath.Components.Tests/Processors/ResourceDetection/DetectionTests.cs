using System.Net;
using System.Text;
using Google.Protobuf;
using HotPath.Components.Processors.ResourceDetection;
using HotPath.Engine.Pipeline;
using HotPath.Testing;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Rig;

namespace HotPath.Components.Tests.Processors.ResourceDetection;

public sealed class DetectionTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Run_TwoDetectors_TheFirstToFindIsRight()
    {
        Detected[] found = await Detection.RunAsync(
            [new Fake([("a", "1")]), new Fake([("a", "2"), ("b", "3"), ("c", "4")])],
            ["a", "b"],
            Timeout, new FakeClock(), new CapturedLog());
        string.Join(' ', found.Select(one => $"{one.Key.Name}={Encoding.UTF8.GetString(one.Value.Value.Content)}")).ShouldBe("a=1 b=3");
    }

    [Fact]
    public async Task Run_ADetectorThatHangs_IsLeftBehindAndNamed()
    {
        var clock = new FakeClock();
        var log = new CapturedLog();
        Task<Detected[]> running = Detection.RunAsync([new Fake(null)], [], Timeout, clock, log);
        await clock.WhenArmedAsync();
        clock.Advance(Timeout);
        (await running).ShouldBeEmpty();
        log.Lines.ShouldContain(line => line.ToString().Contains("nothing in time", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Path_AResourceThatNamesItsHost_IsOverriddenIfAsked(bool isOverriding)
    {
        var host = new KeyValue { Key = "host.name", Value = new AnyValue { StringValue = "mine" } };
        var request = new ExportTraceServiceRequest
        {
            ResourceSpans =
            {
                new ResourceSpans
                {
                    Resource = new Resource { Attributes = { host } },
                    ScopeSpans = { new ScopeSpans { Spans = { new HotPath.Testing.Otlp.Trace.Span { Name = "s" } } } },
                },
                new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { new HotPath.Testing.Otlp.Trace.Span { Name = "t" } } } } },
            },
        };
        string settings = $"detectors: [system], system: {{hostname_sources: [os]}}, override: {(isOverriding ? "true" : "false")}";
        PathRig rig = PathRig.Traces($"resourcedetection: {{ {settings} }}", "resourcedetection", "test: {}", "test");
        await using (rig)
        {
            Outcome outcome;
            while ((outcome = await rig.DeliverAsync(request.ToByteArray())).Kind == OutcomeKind.Retryable)
            {
                await Task.Yield();
            }

            outcome.ShouldBe(Outcome.Ok);
            await rig.DrainAsync();
            var blocks = ExportTraceServiceRequest.Parser.ParseFrom(rig.Exporter("test").Received.ShouldHaveSingleItem()).ResourceSpans;
            string Value(int block, string key) => blocks[block].Resource.Attributes.Single(a => a.Key == key).Value.StringValue;
            Value(0, "host.name").ShouldBe(isOverriding ? Dns.GetHostName() : "mine");
            Value(0, "os.type").ShouldBe("linux");
            Value(1, "host.name").ShouldBe(Dns.GetHostName());
        }
    }

    private sealed class Fake((string Key, string Value)[]? found) : IDetector
    {
        public string Name => "fake";

        public async Task<IReadOnlyList<Detected>> DetectAsync(CancellationToken cancel)
        {
            if (found is null)
            {
                await new TaskCompletionSource().Task;
            }

            return [.. found!.Select(one => Detected.Text(one.Key, one.Value))];
        }
    }
}
