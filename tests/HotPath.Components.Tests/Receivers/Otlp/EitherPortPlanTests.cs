using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Config;

namespace HotPath.Components.Tests.Receivers.Otlp;

/// <summary>What holds for requests in the protocol of a receiver's other port.</summary>
public sealed class EitherPortPlanTests
{
    [Fact]
    public void BothWritten_EachPortKeepsWhatAPortDecides()
    {
        OtlpReceiverPlan plan = Read(
            """
            protocols:
              grpc: {endpoint: localhost:1, max_recv_msg_size_mib: 3, max_concurrent_streams: 7, include_metadata: true}
              http: {endpoint: localhost:2, max_request_body_size: 500, traces_url_path: /t, compression_algorithms: [zstd]}
            """);

        HttpServerPlan http = plan.HttpOnGrpcPort.ShouldNotBeNull();
        (http.Address.Port, http.MaxBodyBytes, http.IncludeMetadata).ShouldBe((1, 3 << 20, true));
        (http.Paths.Traces, http.Encodings).ShouldBe(("/t", plan.Http!.Encodings));
        GrpcServerPlan grpc = plan.GrpcOnHttpPort.ShouldNotBeNull();
        (grpc.Address.Port, grpc.MaxReceiveBytes, grpc.IncludeMetadata).ShouldBe((2, 500, false));
        plan.GuestTransports.ShouldBeEmpty();
    }

    [Fact]
    public void GrpcAlone_TakesHttpByItsDefaults()
    {
        OtlpReceiverPlan plan = Read("protocols: {grpc: {endpoint: 'localhost:1', max_recv_msg_size_mib: 3}}");

        HttpServerPlan http = plan.HttpOnGrpcPort.ShouldNotBeNull();
        (http.Address.Port, http.MaxBodyBytes).ShouldBe((1, 3 << 20));
        (http.Paths, http.Encodings, http.Cors).ShouldBe((HttpPathsPlan.Default, HttpServerPlan.DefaultEncodings, null));
        plan.Transports.ShouldBe(["grpc"]);
        plan.GuestTransports.ShouldBe(["http"]);
        plan.GrpcOnHttpPort.ShouldBeNull();
    }

    [Fact]
    public void HttpAlone_TakesGrpcByItsDefaults()
    {
        OtlpReceiverPlan plan = Read("protocols: {http: {endpoint: 'localhost:2'}}");

        plan.GrpcOnHttpPort.ShouldNotBeNull().MaxReceiveBytes.ShouldBe(HttpServerPlan.DefaultMaxBodyBytes);
        plan.Transports.ShouldBe(["http"]);
        plan.GuestTransports.ShouldBe(["grpc"]);
        plan.HttpOnGrpcPort.ShouldBeNull();
    }

    private static OtlpReceiverPlan Read(string yaml)
    {
        var errors = new ConfigErrors();
        var plan = (OtlpReceiverPlan)new OtlpReceiverFactory().Read(
            new ComponentId("otlp", ""), new ConfigMap(ConfigComposer.FromText(yaml, "t.yaml", errors), errors));
        errors.Errors.ShouldBeEmpty();
        return plan;
    }
}
