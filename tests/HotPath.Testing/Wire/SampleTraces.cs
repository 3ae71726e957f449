using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Trace;

namespace HotPath.Testing.Wire;

/// <summary>Builds the objects behind <see cref="SampleRequests.Traces"/>.</summary>
internal static class SampleTraces
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE"];
    private static readonly string[] Routes = ["/api/products/{id}", "/api/cart", "/api/checkout", "/healthz", "/api/users/{id}/orders"];
    private static readonly string[] Agents =
    [
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
        "okhttp/4.12.0",
    ];

    internal static ExportTraceServiceRequest Request(int spans, int seed, int resources, int scopesPerResource)
    {
        var random = new Random(seed);
        var request = new ExportTraceServiceRequest();
        var scopes = resources * scopesPerResource;
        var next = 0;
        for (var r = 0; r < resources; r++)
        {
            var block = new ResourceSpans { Resource = SampleValues.Resource(random, r), SchemaUrl = SampleValues.SchemaUrl };
            for (var s = 0; s < scopesPerResource; s++)
            {
                var scope = new ScopeSpans { Scope = SampleValues.Scope(s) };
                for (var left = SampleValues.Share(spans, (r * scopesPerResource) + s, scopes); left > 0; left--)
                {
                    scope.Spans.Add(Span(random, seed, next++));
                }

                block.ScopeSpans.Add(scope);
            }

            request.ResourceSpans.Add(block);
        }

        return request;
    }

    internal static Span Span(Random random, int seed, int index)
    {
        var method = Methods[random.Next(Methods.Length)];
        var route = Routes[random.Next(Routes.Length)];
        var failed = random.Next(20) == 0;
        var start = SampleValues.StartUnixNano + ((ulong)index * 1_000_003);
        return new Span
        {
            TraceId = SampleValues.TraceId(seed, index),
            SpanId = SampleValues.SpanId(seed, index),
            ParentSpanId = SampleValues.ParentId(seed, index),
            Name = $"{method} {route}",
            Kind = Otlp.Trace.Span.Types.SpanKind.Server,
            StartTimeUnixNano = start,
            EndTimeUnixNano = start + (ulong)random.Next(100_000, 900_000_000),
            Flags = 0x0000_0101,
            Status = failed ? new Status { Code = Status.Types.StatusCode.Error, Message = "upstream answered 502" } : null,
            Attributes =
            {
                SampleValues.Text("http.request.method", method),
                SampleValues.Text("http.route", route),
                SampleValues.Text("url.path", $"/api/products/{random.Next(1_000_000)}/reviews/{SampleValues.Hex(random, 20)}"),
                SampleValues.Integer("http.response.status_code", failed ? 502 : 200),
                SampleValues.Text("server.address", $"{SampleValues.Service(random)}.shop.svc.cluster.local"),
                SampleValues.Integer("server.port", 8080),
                SampleValues.Text("user_agent.original", Agents[random.Next(Agents.Length)]),
                SampleValues.Text("client.address", $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}"),
                SampleValues.Flag("cache.hit", random.Next(2) == 0),
                SampleValues.Real("cart.value", random.Next(1, 100_000) / 100.0),
            },
        };
    }
}
