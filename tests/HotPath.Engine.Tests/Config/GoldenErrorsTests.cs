using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config;

/// <summary>Whole configurations with many mistakes, and every word that their author reads.</summary>
public class GoldenErrorsTests
{
    [Fact]
    public void Report_OfAConfigWithManyMistakes_HasThemAllInOrder()
    {
        const string yaml = """
            receivers:
              otlp:
                protocols:
                  grpc:
                    endpoint: ${env:HOST:-0.0.0.0}:4317
                    max_recv_msg_size_mb: 16
                    middlewares: [{id: x}]
            processors:
              memory_limiter:
                check_interval: 1 s
                limit_mib: "512"
                spike_limit_mib: ${SPIKE}
              batch:
                timout: 5s
                send_batch_size: -1
                send_batch_size: 2048
            exporters:
              otlp:
                endpoint: tempo:4317
                compression: gzp
                tls: true
                headers: {tenant: 7}
                insecure: true
                password: ${vault:secret}
            service:
              telemetry: {logs: {development: yes}}
            """;
        var errors = new ConfigErrors();

        ReadGateway(new ConfigMap(Read.Text(yaml, errors, ("SPIKE", "lots")), errors));

        Read.Lines(errors.Errors).ShouldBe(
        [
            "c.yaml:6:9: receivers::otlp::protocols::grpc::max_recv_msg_size_mb: unknown key; did you mean 'max_recv_msg_size_mib'?",
            "c.yaml:7:9: receivers::otlp::protocols::grpc::middlewares: known to the Collector, but not built in HotPath yet: "
                + "remove the key",
            "c.yaml:10:21: processors::memory_limiter::check_interval: '1 s' is not a duration (there is no unit ' s'): "
                + "write numbers with units (ns, us, ms, s, m, h), such as 200ms, 5s or 1h30m",
            "c.yaml:11:16: processors::memory_limiter::limit_mib: must be an integer, found the text '512' in quotes: remove them",
            "c.yaml:12:22: processors::memory_limiter::spike_limit_mib: must be an integer, found the text 'lots' (from ${SPIKE})",
            "c.yaml:14:5: processors::batch::timout: unknown key; did you mean 'timeout'?",
            "c.yaml:15:22: processors::batch::send_batch_size: must be at least 0, found the number -1",
            "c.yaml:16:5: processors::batch::send_batch_size: the key is written twice; the first is at c.yaml:15:5: keep one of them",
            "c.yaml:20:18: exporters::otlp::compression: must be one of gzip, zstd or none, found the text 'gzp'; did you mean 'gzip'?",
            "c.yaml:21:10: exporters::otlp::tls: must be a map (lines of key: value), found a flag (true)",
            "c.yaml:22:23: exporters::otlp::headers::tenant: must be text, found the number: put it in quotes",
            "c.yaml:23:5: exporters::otlp::insecure: unknown key; it belongs under 'tls': indent it below that key",
            "c.yaml:24:15: exporters::otlp::password: a reference in this secret: it cannot be used: "
                + "write ${env:NAME} or ${file:path}, or $$ for a $ that is part of the secret",
            "c.yaml:26:35: service::telemetry::logs::development: must be true or false, found the text 'yes': write true",
        ]);
        Read.Lines(errors.Warnings).ShouldBeEmpty();
    }

    [Fact]
    public void Report_OverSeveralSources_FollowsTheCommandLine()
    {
        var errors = new ConfigErrors();
        ConfigNode root = new ConfigComposer(errors, _ => null).Compose(
        [
            ConfigSource.Text("z.yaml", "x: 1\na: b\n"),
            ConfigSource.Text("a.yaml", "c: 1\n\nd: 2\n"),
            ConfigSource.Set("e=5"),
            ConfigSource.Set("broken"),
        ]);

        new ConfigMap(root, errors).Done();

        Read.Lines(errors.Errors).ShouldBe(
        [
            "z.yaml:1:1: x: unknown key; this section takes no keys",
            "z.yaml:2:1: a: unknown key; this section takes no keys",
            "a.yaml:1:1: c: unknown key; this section takes no keys",
            "a.yaml:3:1: d: unknown key; this section takes no keys",
            "--set e: e: unknown key; this section takes no keys",
            "--set broken: there is no = in it: write --set processors.batch.timeout=2s",
        ]);
    }

    [Fact]
    public void Report_OfTheSameMistakeFoundTwice_HasItOnce()
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(Read.Text("a: x", errors), errors);

        map.Integer("a", 0);
        map.Integer("a", 0);

        errors.Errors.Count.ShouldBe(1);
    }

    // What a gateway reads, in small: the component readers have their own tests.
    private static void ReadGateway(ConfigMap top)
    {
        ConfigMap grpc = top.Map("receivers").Map("otlp").Map("protocols").Map("grpc");
        grpc.Text("endpoint", "localhost:4317");
        grpc.Integer("max_recv_msg_size_mib", 4, 0);
        grpc.NotBuilt("middlewares");
        ConfigMap limiter = top.Map("processors").Map("memory_limiter");
        limiter.Duration("check_interval", TimeSpan.Zero);
        limiter.Integer("limit_mib", 0, 0);
        limiter.Integer("spike_limit_mib", 0, 0);
        ConfigMap batch = top.Map("processors").Map("batch");
        batch.Duration("timeout", TimeSpan.FromMilliseconds(200));
        batch.Integer("send_batch_size", 8192, 0);
        ConfigMap exporter = top.Map("exporters").Map("otlp");
        exporter.Text("endpoint", "");
        exporter.OneOf("compression", "gzip", "gzip", "zstd", "none");
        exporter.Map("tls").Flag("insecure", false);
        exporter.Map("headers").Secret("tenant");
        exporter.Secret("password");
        top.Map("service").Map("telemetry").Map("logs").Flag("development", false);
        top.Done();
    }
}
