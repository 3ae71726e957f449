namespace HotPath.LoadTests.Scenarios;

/// <summary>
/// What processing costs: each scenario runs one set of processors in turn with the same gateway without them, at the same rate, and says
/// how much CPU time an acknowledged span takes over that. No condition holds for what is sent, so that nothing is saved by sending less;
/// sampling, which drops most, goes to <c>nop</c> for its own price, and to the sink for that of the whole.
/// </summary>
internal static class ProcessingScenarios
{
    /// <summary>What <c>hotpath-load run</c> calls all of them.</summary>
    public const string Group = "processing";

    /// <summary>
    /// Enough that the core is busy, and not so much that a round depends on what the machine's other guests leave of it.
    /// </summary>
    private const double ShareOfSaturation = 0.6;

    /// <summary>Quick code is not there from the first request on.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    private static readonly InlineProcessor Resource = new(
        "resource", """{attributes: [{key: k8s.cluster.name, value: eu-central-1a, action: upsert}]}""");

    private static readonly InlineProcessor TwoConditions = Filter(
        """attributes["url.path"] == "/healthz" """, """attributes["http.request.method"] == "OPTIONS" """);

    private static readonly InlineProcessor Sampler = new("probabilistic_sampler", "{sampling_percentage: 10}");

    private static readonly InlineProcessor Grouping = new("groupbyattrs", "{keys: [server.address, http.request.method]}");

    private static readonly string[] Never = ["never", "/nor/this"];

    private static readonly string[] SentKeys =
    [
        "http.request.method", "url.path", "http.response.status_code", "server.address", "network.protocol.version", "user_agent.original",
        "k8s.pod.name", "k8s.namespace.name", "cloud.region", "app.request_id",
    ];

    private static readonly InlineProcessor TenStatements = Transform(
        """set(attributes["tier"], "gateway")""",
        """set(attributes["deployment.environment"], "production") where attributes["deployment.environment"] == nil""",
        """delete_key(attributes, "user_agent.original")""",
        """set(attributes["http.method"], attributes["http.request.method"])""",
        """delete_key(attributes, "http.request.method")""",
        """set(attributes["slow"], true) where end_time_unix_nano - start_time_unix_nano > 1000000000""",
        """set(status.code, STATUS_CODE_ERROR) where attributes["http.response.status_code"] == "500" """,
        """set(attributes["peer.service"], Concat([attributes["server.address"], "443"], ":"))""",
        """set(name, attributes["http.route"]) where attributes["http.route"] != nil""",
        """set(attributes["pod"], attributes["k8s.pod.name"]) where IsMatch(attributes["k8s.namespace.name"], "^(shop|cart)$")""");

    private static readonly InlineProcessor FivePatterns = new(
        "redaction",
        """{allow_all_keys: true, blocked_values: ["4[0-9]{12}(?:[0-9]{3})?", "5[1-5][0-9]{14}", """
        + """ "[0-9]{3}-[0-9]{2}-[0-9]{4}", "AKIA[0-9A-Z]{16}", "eyJ[A-Za-z0-9_-]{10,}"]}""");

    /// <summary>All of them.</summary>
    /// <param name="always">What every scenario must hold.</param>
    public static IReadOnlyList<Scenario> All(IReadOnlyList<Threshold> always) =>
    [
        Over("processing-set", "attributes (delete, hash, upsert), resource, filter with two conditions", always, 500,
            TwoConditions, Attributes("delete", "hash", "upsert"), Resource),
        Over("processing-set-no-hash", "attributes (delete, upsert), resource, filter with two conditions", always, 300,
            TwoConditions, Attributes("delete", "upsert"), Resource),
        Over("processing-filter-20", "filter with 20 conditions", always, null,
            Filter([.. SentKeys.SelectMany(key => Never.Select(value => $"attributes[\"{key}\"] == \"{value}\""))])),
        Over("processing-transform-10", "transform with ten statements", always, null, TenStatements),
        Over("processing-redaction-5", "redaction with five patterns", always, null, FivePatterns),
        Over("processing-groupbyattrs", "groupbyattrs by two keys", always, null, Grouping),
        Over("processing-sample-10", "probabilistic_sampler at 10 %, to nop", always, 60, Sampler).ToNop(),
        Over("processing-sample-10-sent", "probabilistic_sampler at 10 %, what is kept being sent", always, 60, Sampler),
    ];

    private static Scenario Over(
        string name, string title, IReadOnlyList<Threshold> always, double? bar, params InlineProcessor[] processors)
    {
        Contender baseline = Contender.HotPath(Traffic.Plain, Traffic.Plain, Contender.PassThrough);
        IEnumerable<Threshold> own = bar is { } nanoseconds ? [new Threshold(Threshold.OverPassThrough, nanoseconds)] : [];
        return new Scenario(name, title, [baseline with { Name = "HotPath", Processors = processors }, baseline])
        {
            Group = Group,
            ShareOfSaturation = ShareOfSaturation,
            WarmUp = WarmUp,
            Thresholds = [.. own, new Threshold(Threshold.BytesPerRequest, 1024), .. always],
        };
    }

    private static Scenario ToNop(this Scenario scenario) =>
        scenario with { Contenders = [.. scenario.Contenders.Select(contender => contender with { SendsNothing = true })] };

    private static InlineProcessor Attributes(params string[] actions) => new(
        "attributes",
        $"{{actions: [{string.Join(", ", actions.Select(action => action switch
        {
            "delete" => "{key: user_agent.original, action: delete}",
            "hash" => "{key: app.request_id, action: hash}",
            _ => "{key: deployment.environment, value: production, action: upsert}",
        }))}]}}");

    private static InlineProcessor Filter(params string[] conditions) =>
        new("filter", $"{{error_mode: ignore, traces: {{span: [{Quoted(conditions)}]}}}}");

    private static InlineProcessor Transform(params string[] statements) =>
        new("transform", $"{{error_mode: ignore, trace_statements: [{{context: span, statements: [{Quoted(statements)}]}}]}}");

    private static string Quoted(string[] texts) => string.Join(", ", texts.Select(text => $"'{text.Trim()}'"));
}
