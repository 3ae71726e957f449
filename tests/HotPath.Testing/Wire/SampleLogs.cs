using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Logs;

namespace HotPath.Testing.Wire;

/// <summary>Builds the objects behind <see cref="SampleRequests.Logs"/>.</summary>
internal static class SampleLogs
{
    internal static ExportLogsServiceRequest Request(int records, int seed, int resources, int scopesPerResource)
    {
        var random = new Random(seed);
        var request = new ExportLogsServiceRequest();
        var scopes = resources * scopesPerResource;
        var next = 0;
        for (var r = 0; r < resources; r++)
        {
            var block = new ResourceLogs { Resource = SampleValues.Resource(random, r), SchemaUrl = SampleValues.SchemaUrl };
            for (var s = 0; s < scopesPerResource; s++)
            {
                var scope = new ScopeLogs { Scope = SampleValues.Scope(s) };
                for (var left = SampleValues.Share(records, (r * scopesPerResource) + s, scopes); left > 0; left--)
                {
                    scope.LogRecords.Add(Record(random, seed, next++));
                }

                block.ScopeLogs.Add(scope);
            }

            request.ResourceLogs.Add(block);
        }

        return request;
    }

    internal static LogRecord Record(Random random, int seed, int index)
    {
        var time = SampleValues.StartUnixNano + ((ulong)index * 1_000_003);
        return new LogRecord
        {
            TimeUnixNano = time,
            ObservedTimeUnixNano = time + 1_500,
            SeverityNumber = random.Next(10) == 0 ? SeverityNumber.Error : SeverityNumber.Info,
            SeverityText = "Information",
            Body = new AnyValue
            {
                StringValue = $"Order {SampleValues.Hex(random, 12)} placed by customer {random.Next(100_000)} in {random.Next(900)} ms",
            },
            TraceId = SampleValues.TraceId(seed, index),
            SpanId = SampleValues.SpanId(seed, index),
            Flags = 1,
            EventName = random.Next(4) == 0 ? "order.placed" : "",
            Attributes =
            {
                SampleValues.Text("order.id", SampleValues.Hex(random, 12)),
                SampleValues.Text("code.function.name", "Shop.Orders.OrderService.PlaceAsync"),
                SampleValues.Integer("thread.id", random.Next(1, 200)),
                SampleValues.Text("customer.city", random.Next(2) == 0 ? "Zürich" : "Oslo"),
            },
        };
    }
}
