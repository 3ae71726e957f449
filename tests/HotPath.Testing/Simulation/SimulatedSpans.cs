using Google.Protobuf;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Trace;

namespace HotPath.Testing.Simulation;

/// <summary>Simulated items as requests: spans that are told by their names.</summary>
internal static class SimulatedSpans
{
    /// <summary>A request of some items, under as many resources as a seed says.</summary>
    public static byte[] Request(SimulatedItem[] items, Random random)
    {
        var request = new ExportTraceServiceRequest();
        int at = 0;
        while (at < items.Length)
        {
            int count = random.Next(1, items.Length - at + 1);
            var scope = new ScopeSpans();
            scope.Spans.AddRange(items.Skip(at).Take(count).Select(static item => new Otlp.Trace.Span { Name = item.Name }));
            request.ResourceSpans.Add(new ResourceSpans { ScopeSpans = { scope } });
            at += count;
        }

        return request.ToByteArray();
    }

    /// <summary>
    /// A batch's items. Each must have been handed to a plan that sends to this exporter, and show the marks of that plan's processors: a
    /// batch finishes on the plan that took it.
    /// </summary>
    public static SimulatedItem[] Of(Batch batch, string exporter, SimulatedWorld world)
    {
        Otlp.Trace.Span[] spans =
        [
            .. ExportTraceServiceRequest.Parser.ParseFrom(BytesOf(batch)).ResourceSpans
                .SelectMany(static resource => resource.ScopeSpans).SelectMany(static scope => scope.Spans),
        ];
        if (spans.Length != batch.Items)
        {
            world.Violations.Add($"{exporter}: a batch of {batch.Items} items holds {spans.Length}");
        }

        foreach (Otlp.Trace.Span span in spans)
        {
            SimulatedRoute? route = world.DeliveryOf(SimulatedItem.Parse(span.Name))?.Plan.RouteTo(exporter);
            string expected = route is null
                ? "nothing"
                : string.Join(' ', route.Marks.Select(static mark => $"{mark.Key}={mark.Value}").Order());
            string found = string.Join(' ', span.Attributes.Select(static a => $"{a.Key}={a.Value.StringValue}").Order());
            if (expected != found)
            {
                world.Violations.Add($"{exporter}: item {span.Name} came with '{found}', but its plan says '{expected}'");
            }
        }

        return [.. spans.Select(static span => SimulatedItem.Parse(span.Name))];
    }

    private static byte[] BytesOf(Batch batch)
    {
        var segments = new SegmentList();
        batch.Gather(segments);
        var bytes = new byte[segments.TotalBytes];
        int at = 0;
        for (int i = 0; i < segments.Count; i++)
        {
            segments[i].CopyTo(bytes.AsMemory(at));
            at += segments[i].Length;
        }

        return bytes;
    }
}
