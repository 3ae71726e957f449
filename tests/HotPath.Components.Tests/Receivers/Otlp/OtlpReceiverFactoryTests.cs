using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Tests.Receivers.Otlp;

public sealed class OtlpReceiverFactoryTests
{
    private readonly ConfigErrors _errors = new();

    [Theory]
    [InlineData("grpc:")]
    [InlineData("grpc: {}")]
    [InlineData("grpc: ~")]
    public void Grpc_WithoutKeys_HasTheDefaults(string grpc)
    {
        GrpcServerPlan plan = Grpc(grpc);

        _errors.Errors.ShouldBeEmpty();
        plan.Address.ToString().ShouldBe("localhost:4317");
        plan.MaxReceiveBytes.ShouldBe(64 << 20);
        plan.MaxConcurrentStreams.ShouldBe(256);
        plan.ReadBufferBytes.ShouldBe(524_288);
        plan.WriteBufferBytes.ShouldBe(32_768);
        plan.Keepalive.ShouldBe(GrpcKeepalivePlan.Default);
        plan.Keepalive.Time.ShouldBe(TimeSpan.FromHours(2));
        plan.Keepalive.Timeout.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Grpc_WithEveryKey_IsTaken()
    {
        GrpcServerPlan plan = Grpc(
            """
            grpc:
              endpoint: 0.0.0.0:14317
              transport: tcp
              max_recv_msg_size_mib: 16
              max_concurrent_streams: 32
              read_buffer_size: 65536
              write_buffer_size: 131072
              include_metadata: true
              keepalive:
                server_parameters:
                  max_connection_idle: 11s
                  max_connection_age: 12m
                  max_connection_age_grace: 13s
                  time: 30s
                  timeout: 5s
            """);

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldBeEmpty();
        plan.Address.ToString().ShouldBe("0.0.0.0:14317");
        plan.Address.Position.ToString().ShouldBe("test.yaml:5:19");
        plan.MaxReceiveBytes.ShouldBe(16 << 20);
        plan.MaxConcurrentStreams.ShouldBe(32);
        plan.ReadBufferBytes.ShouldBe(65_536);
        plan.WriteBufferBytes.ShouldBe(131_072);
        plan.IncludeMetadata.ShouldBeTrue();
        plan.Keepalive.ShouldBe(new GrpcKeepalivePlan(
            TimeSpan.FromSeconds(11), TimeSpan.FromMinutes(12), TimeSpan.FromSeconds(13), TimeSpan.FromSeconds(30),
            TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Sizes_OfZero_AreTheDefaults()
    {
        GrpcServerPlan plan = Grpc(
            "grpc: {max_recv_msg_size_mib: 0, max_concurrent_streams: 0, read_buffer_size: 0, write_buffer_size: 0}");

        _errors.Errors.ShouldBeEmpty();
        plan.MaxReceiveBytes.ShouldBe(64 << 20);
        plan.MaxConcurrentStreams.ShouldBe(256);
        plan.ReadBufferBytes.ShouldBe(32_768);
        plan.WriteBufferBytes.ShouldBe(32_768);
    }

    [Theory]
    [InlineData("localhost:4317", "localhost", 4317)]
    [InlineData("0.0.0.0:4317", "0.0.0.0", 4317)]
    [InlineData("[::]:4317", "::", 4317)]
    [InlineData("[::1]:1", "::1", 1)]
    [InlineData(":4317", "", 4317)]
    [InlineData("127.0.0.1:0", "127.0.0.1", 0)]
    [InlineData("gateway.svc:65535", "gateway.svc", 65535)]
    public void Endpoint_OfEachForm_IsAnAddress(string endpoint, string host, int port)
    {
        GrpcServerPlan plan = Grpc($"grpc: {{endpoint: \"{endpoint}\"}}");

        _errors.Errors.ShouldBeEmpty();
        plan.Address.Host.ShouldBe(host);
        plan.Address.Port.ShouldBe(port);
    }

    [Theory]
    [InlineData("localhost", "\"localhost\" has no port: write localhost:4317")]
    [InlineData("[::1]", "\"[::1]\" has no port: write [::1]:4317")]
    [InlineData("", "\"\" has no port: write localhost:4317")]
    [InlineData("http://0.0.0.0:4317", "\"http://0.0.0.0:4317\" must be host:port without a scheme: write 0.0.0.0:4317")]
    [InlineData("localhost:grpc", "\"localhost:grpc\" has no valid port: \"grpc\" must be a number from 0 to 65535")]
    [InlineData("localhost:65536", "\"localhost:65536\" has no valid port: \"65536\" must be a number from 0 to 65535")]
    [InlineData("localhost:", "\"localhost:\" has no valid port: \"\" must be a number from 0 to 65535")]
    [InlineData("::1:4317", "\"::1:4317\" has too many colons: an IPv6 address stands in brackets, [::1]:4317")]
    [InlineData("[localhost]:4317", "\"[localhost]:4317\": \"localhost\" in brackets must be an IPv6 address")]
    [InlineData("my host:4317", "\"my host:4317\" must not contain spaces")]
    public void Endpoint_ThatIsNone_IsAnErrorWithItsRemedy(string endpoint, string message)
    {
        Grpc($"grpc: {{endpoint: \"{endpoint}\"}}");

        ConfigError error = _errors.Errors.ShouldHaveSingleItem();
        error.Path.ShouldBe("receivers::otlp::protocols::grpc::endpoint");
        error.Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("max_recv_msg_size_mib: -1", "max_recv_msg_size_mib")]
    [InlineData("max_recv_msg_size_mib: 2048", "max_recv_msg_size_mib")]
    [InlineData("max_concurrent_streams: -1", "max_concurrent_streams")]
    [InlineData("read_buffer_size: -1", "read_buffer_size")]
    [InlineData("write_buffer_size: -1", "write_buffer_size")]
    [InlineData("transport: unix", "transport")]
    [InlineData("dialer: {timeout: 1s}", "dialer")]
    [InlineData("keepalive: {server_parameters: {time: 200ms}}", "keepalive::server_parameters::time")]
    [InlineData("keepalive: {server_parameters: {timeout: -1s}}", "keepalive::server_parameters::timeout")]
    [InlineData("keepalive: {server_parameters: {max_age: 1s}}", "keepalive::server_parameters::max_age")]
    [InlineData("keepalive: {enforcement_policy: {min_time: x}}", "keepalive::enforcement_policy::min_time")]
    [InlineData("max_recv_msg_size: 4", "max_recv_msg_size")]
    [InlineData("hotpath: {transport: nginx}", "hotpath::transport")]
    [InlineData("hotpath: {transports: own}", "hotpath::transports")]
    [InlineData("hotpath: {preface_timeout: -1s}", "hotpath::preface_timeout")]
    [InlineData("hotpath: {preface_timeout: 200ms}", "hotpath::preface_timeout")]
    public void Key_ThatCannotBeHad_IsAnErrorAtItsPath(string key, string path)
    {
        Grpc($"grpc: {{{key}}}");

        _errors.Errors.ShouldHaveSingleItem().Path.ShouldBe($"receivers::otlp::protocols::grpc::{path}");
    }

    [Fact]
    public void EnforcementPolicy_IsEnforced()
    {
        GrpcServerPlan plan = Grpc("grpc: {keepalive: {enforcement_policy: {min_time: 10s, permit_without_stream: true}}}");

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldBeEmpty();
        plan.Keepalive.MinPingTime.ShouldBe(TimeSpan.FromSeconds(10));
        plan.Keepalive.PermitPingsWithoutStream.ShouldBeTrue();
    }

    [Fact]
    public void EnforcementPolicy_UnlessWritten_IsGrpcGos()
    {
        GrpcServerPlan plan = Grpc("grpc: {}");

        plan.Keepalive.MinPingTime.ShouldBe(TimeSpan.FromMinutes(5));
        plan.Keepalive.PermitPingsWithoutStream.ShouldBeFalse();
    }

    [Fact]
    public void EnforcementPolicy_WithKestrelsHttp2_IsTakenWithAWarningThatItHasNoEffect()
    {
        GrpcServerPlan plan = Grpc("grpc: {hotpath: {transport: kestrel}, keepalive: {enforcement_policy: {min_time: 10s}}}");

        _errors.Errors.ShouldBeEmpty();
        plan.Transport.ShouldBe(GrpcTransport.Kestrel);
        ConfigError warning = _errors.Warnings.ShouldHaveSingleItem();
        warning.Path.ShouldBe("receivers::otlp::protocols::grpc::keepalive::enforcement_policy");
        warning.Message.ShouldContain("no effect");
    }

    [Theory]
    [InlineData("grpc: {}")]
    [InlineData("grpc: {hotpath: {}}")]
    [InlineData("grpc: {hotpath: {transport: own}}")]
    public void Transport_UnlessWritten_IsOwn(string grpc)
    {
        GrpcServerPlan plan = Grpc(grpc);

        _errors.Errors.ShouldBeEmpty();
        plan.Transport.ShouldBe(GrpcTransport.Own);
    }

    [Theory]
    [InlineData("grpc: {}", null)]
    [InlineData("grpc: {hotpath: {preface_timeout: 0s}}", null)]
    [InlineData("grpc: {hotpath: {preface_timeout: 10s}}", 10)]
    public void PrefaceTimeout_Written_IsThePlansElseTheHosts(string grpc, int? seconds)
    {
        GrpcServerPlan plan = Grpc(grpc);

        _errors.Errors.ShouldBeEmpty();
        plan.PrefaceTimeout.ShouldBe(seconds is { } some ? TimeSpan.FromSeconds(some) : null);
    }

    [Theory]
    [InlineData("~")]
    [InlineData("{}")]
    [InlineData("{protocols: ~}")]
    [InlineData("{protocols: {}}")]
    public void Receiver_WithoutAProtocol_IsAnErrorInTheCollectorsWords(string receiver)
    {
        OtlpReceiverPlan plan = Read(receiver);

        _errors.Errors.ShouldHaveSingleItem().Message.ShouldStartWith("must specify at least one protocol when using the OTLP receiver");
        plan.Listeners.ShouldBeEmpty();
    }

    [Fact]
    public void Protocol_ThatIsUnknown_IsAnError()
    {
        Read("protocols: {grpc: {}, grcp: {}}");

        _errors.Errors.ShouldHaveSingleItem().Path.ShouldBe("receivers::otlp::protocols::grcp");
    }

    private GrpcServerPlan Grpc(string yaml) => Read("protocols:\n      " + yaml.ReplaceLineEndings("\n      ")).Grpc.ShouldNotBeNull();

    /// <summary>Reads a receiver written at column 5 of line 3, or after <c>otlp:</c> if it is a flow.</summary>
    private OtlpReceiverPlan Read(string yaml)
    {
        string separator = yaml.StartsWith('{') || yaml.StartsWith('~') ? " " : "\n    ";
        ConfigNode root = ConfigComposer.FromText($"receivers:\n  otlp:{separator}{yaml}\n", "test.yaml", _errors);
        ConfigNode receiver = root["receivers"]!["otlp"]!;
        ReceiverPlan plan = new OtlpReceiverFactory().Read(new ComponentId("otlp", ""), new ConfigMap(receiver, _errors));
        return plan.ShouldBeOfType<OtlpReceiverPlan>();
    }
}
