namespace HotPath.Engine.Plan;

/// <summary>
/// Types that the Collector's core and contrib distributions have: so that an error can tell «not built yet» from a word that nobody knows.
/// </summary>
internal static class KnownComponents
{
    public static IReadOnlyList<string> Receivers { get; } =
    [
        "otlp", "jaeger", "zipkin", "prometheus", "prometheus_simple", "kafka", "hostmetrics", "filelog", "file_log", "fluentforward",
        "k8s_cluster", "k8s_events", "k8sobjects", "kubeletstats", "statsd", "syslog", "tcplog", "udplog", "opencensus", "otelarrow",
        "docker_stats", "redis", "postgresql", "mysql", "nginx", "nop", "awsxray", "datadog", "splunk_hec", "loki", "influxdb", "carbon",
        "collectd", "rabbitmq", "journald", "windowseventlog", "sqlquery", "httpcheck", "signalfx", "skywalking", "otlpjsonfile",
        "azureeventhub", "googlecloudpubsub", "webhookevent",
    ];

    public static IReadOnlyList<string> Processors { get; } =
    [
        "batch", "memory_limiter", "attributes", "resource", "filter", "transform", "probabilistic_sampler", "tail_sampling", "redaction",
        "k8sattributes", "k8s_attributes", "resourcedetection", "groupbytrace", "groupbyattrs", "span", "cumulativetodelta", "deltatorate",
        "deltatocumulative", "metricstransform", "metricsgeneration", "routing", "schema", "geoip", "interval", "logdedup", "remotetap",
        "sumologic", "dynamic_sampling",
    ];

    public static IReadOnlyList<string> Exporters { get; } =
    [
        "otlp", "otlp_grpc", "otlphttp", "otlp_http", "debug", "logging", "nop", "jaeger", "jaeger_thrift", "zipkin", "prometheus",
        "prometheusremotewrite", "loadbalancing", "load_balancing", "kafka", "file", "otelarrow", "loki", "elasticsearch", "opensearch",
        "clickhouse", "datadog", "splunk_hec", "signalfx", "awsxray", "awsemf", "awscloudwatchlogs", "awss3", "googlecloud", "azuremonitor",
        "pulsar", "syslog", "influxdb", "cassandra", "honeycombmarker", "coralogix", "logzio", "sentry", "sumologic", "rabbitmq", "carbon",
        "opencensus",
    ];

    public static IReadOnlyList<string> Connectors { get; } =
    [
        "forward", "spanmetrics", "span_metrics", "servicegraph", "service_graph", "routing", "failover", "roundrobin", "round_robin",
        "count", "datadog", "exceptions", "grafanacloud", "otlpjson", "otlp_json", "signal_to_metrics", "signaltometrics", "slowsql", "sum",
        "metricsaslogs",
    ];

    public static IReadOnlyList<string> Extensions { get; } =
    [
        "health_check", "zpages", "pprof", "file_storage", "db_storage", "redis_storage", "memory_limiter", "memory_ballast", "basicauth",
        "bearertokenauth", "oauth2client", "oidc", "headers_setter", "sigv4auth", "asapclient", "host_observer", "docker_observer",
        "k8s_observer", "ecs_observer", "opamp", "jaegerremotesampling", "otlp_encoding", "jaeger_encoding", "zipkin_encoding",
        "json_log_encoding", "text_encoding", "cgroupruntime",
    ];
}
