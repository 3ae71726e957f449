namespace HotPath.Engine.Tests.Reload;

/// <summary>Configurations by chance, in each of which what comes to the receiver <c>test</c> goes to one exporter, once.</summary>
internal static class RandomConfig
{
    public static string Next(Random random)
    {
        string Pick(params string[] choices) => choices[random.Next(choices.Length)];
        string Processors() => Pick("", "batch", "attributes", "attributes, batch", "batch, attributes", "batch, batch/2");
        string exporter = Pick("test", "test/b");
        string receivers = Pick("test", "test", "test, test/2");
        string queue = Pick("queue_size: 20", "queue_size: 100", "enabled: false", "queue_size: 50, num_consumers: 1");
        string pipelines = random.Next(3) switch
        {
            0 => $"    traces: {{receivers: [{receivers}], processors: [{Processors()}], exporters: [{exporter}]}}",
            1 => $"    traces/other: {{receivers: [{receivers}], processors: [{Processors()}], exporters: [{exporter}]}}",
            _ => $"    traces/in: {{receivers: [{receivers}], processors: [{Processors()}], exporters: [forward]}}\n"
                + $"    traces: {{receivers: [forward], processors: [{Processors()}], exporters: [{exporter}]}}",
        };
        return $$"""
            receivers: {test: {}, test/2: {} }
            processors:
              batch: {send_batch_size: {{Pick("10", "40")}}, timeout: {{Pick("50ms", "200ms")}} }
              batch/2: {send_batch_size: 30, timeout: 100ms}
              attributes: {actions: [{key: {{Pick("a", "b")}}, value: 1, action: insert}]}
            connectors: {forward: {} }
            exporters:
              test: {endpoint: {{Pick("x", "y")}}, sending_queue: { {{queue}} } }
              test/b: {sending_queue: { {{Pick("queue_size: 20", "queue_size: 10, block_on_overflow: true")}} } }
            service:
              pipelines:
            {{pipelines}}
            """;
    }
}
