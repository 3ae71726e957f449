namespace HotPath.LoadTests.Scenarios;

/// <summary>The scenarios by name, with the thresholds that they must hold.</summary>
internal static class ScenarioCatalog
{
    private static readonly Traffic Gzip = new(WireProtocol.Grpc, "gzip");
    private static readonly Traffic Zstd = new(WireProtocol.Grpc, "zstd");
    private static readonly Traffic Http = new(WireProtocol.HttpProtobuf);
    private static readonly Traffic Json = new(WireProtocol.HttpJson);

    private static readonly Contender Grpc = Contender.HotPath(Traffic.Plain, Traffic.Plain);
    private static readonly Contender GrpcBaseline = Contender.HotPath(Traffic.Plain, Traffic.Plain, "HotPath gRPC");

    /// <summary>What every scenario must hold.</summary>
    private static readonly Threshold[] Always =
        [new(Threshold.LostSpans, 0), new(Threshold.UnbalancedLedgers, 0), new(Threshold.BrokenMessages, 0)];

    /// <summary>All of them, in the order in which a run takes them.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Throughput(
            "pass-512", "Pass-through, 512 spans a request", [Grpc, Contender.Nginx, Contender.Floor],
            new(Threshold.RatioToNginx, 1.5), new(Threshold.ResidentMebibytes, 150), new(Threshold.BytesPerRequest, 1024)),
        Throughput(
            "pass-512-framing", "Pass-through, 512 spans a request, validation: framing",
            [Grpc with { Validation = "framing" }, Contender.Nginx, Contender.Floor],
            new(Threshold.RatioToNginx, 1.1), new(Threshold.ResidentMebibytes, 150)),
        Throughput(
            "pass-64", "Pass-through, 64 spans a request", [Grpc, Contender.Nginx, Contender.Floor],
            new(Threshold.RatioToNginx, 0.8), new(Threshold.ResidentMebibytes, 150), new(Threshold.BytesPerRequest, 1024))
            with { SpansPerRequest = 64 },
        Throughput("batch-8192", "Batches of 8,192 spans", [Grpc, Contender.Nginx, Contender.Floor])
            with { SpansPerRequest = 8192, Copies = 2 },
        Throughput(
            "connections-1000", "1,000 connections, 64 spans a request", [Grpc, Contender.Nginx, Contender.Floor],
            new Threshold(Threshold.ResidentMebibytes, 300)) with { SpansPerRequest = 64, Connections = 1000, Copies = 1 },
        Throughput(
            "gzip", "gzip in and out, against nginx's plain pass-through",
            [Contender.HotPath(Gzip, Gzip), Contender.Nginx, Contender.Floor],
            new Threshold(Threshold.RatioToNginx, 4)),
        Throughput(
            "zstd", "zstd in and out, against nginx's plain pass-through",
            [Contender.HotPath(Zstd, Zstd), Contender.Nginx, Contender.Floor]),
        Throughput(
            "http", "OTLP/HTTP 1.1 protobuf in, gRPC out", [Contender.HotPath(Http, Traffic.Plain), GrpcBaseline, HttpProxy],
            new Threshold(Threshold.RatioToGrpc, 1.5)),
        Throughput("json", "OTLP/HTTP 1.1 JSON in, gRPC out", [Contender.HotPath(Json, Traffic.Plain), GrpcBaseline]),
        Throughput("otlphttp-out", "gRPC in, OTLP/HTTP 1.1 out", [Contender.HotPath(Traffic.Plain, Http), GrpcBaseline]),
        .. ProcessingScenarios.All(Always),
        .. QueueScenarios.All(Always),
        new("paced", "Latency at 10, 50 and 80 % of saturation", [Grpc, Contender.Nginx])
        {
            Kind = ScenarioKind.Paced,
            Thresholds = Always,
        },
        new("overload", "Twice the saturation", [Grpc])
        {
            Kind = ScenarioKind.Overload,
            Connections = 16,
            Thresholds =
            [
                .. Always, new(Threshold.Goodput, 0.9, IsLeast: true), new(Threshold.GoodputByCpu, 0.9, IsLeast: true),
                new(Threshold.RefusalsWithoutDelay, 0),
                new(Threshold.ResidentMebibytes, Grpc.LimitMebibytes),
            ],
        },
        new("soak", "Soak at half the saturation, then a backend that hangs", [Grpc])
        {
            Kind = ScenarioKind.Soak,
            During = TimeSpan.FromMinutes(10),
            Thresholds =
            [
                .. Always, new(Threshold.ResidentGrowth, 1.1), new(Threshold.ResidentAfterPeak, 1.25),
                new(Threshold.ResidentMebibytes, Grpc.LimitMebibytes),
            ],
        },
    ];

    private static Contender HttpProxy => Contender.Nginx with { Name = "nginx HTTP/1.1", In = Http, Out = Http };

    /// <summary>The scenarios of some names or groups, or of <c>all</c>.</summary>
    public static IReadOnlyList<Scenario> Find(IEnumerable<string> names) => names.SequenceEqual(["all"])
        ? All
        :
        [
            .. names.SelectMany(name => All.Where(scenario => scenario.Name == name || scenario.Group == name).DefaultIfEmpty(null)
                .Select(scenario => scenario ?? throw new ArgumentException($"no scenario is called {name}: there are {Names}"))),
        ];

    /// <summary>What <see cref="Find"/> takes, for help and errors.</summary>
    public static string Names =>
        string.Join(", ", [.. All.Select(scenario => scenario.Name), .. All.Select(s => s.Group).OfType<string>().Distinct(), "and all"]);

    private static Scenario Throughput(string name, string title, Contender[] contenders, params Threshold[] thresholds) =>
        new(name, title, contenders) { Thresholds = [.. thresholds, .. Always] };
}
