using System.Net;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Hosting.Tests.Http;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Requests;

/// <summary><c>include_metadata</c>, by real clients over both protocols.</summary>
public sealed class ClientMetadataTests
{
    private static readonly byte[] Message = SampleRequests.Traces(spans: 3, seed: 1);

    [Theory]
    [InlineData(GrpcTransport.Own)]
    [InlineData(GrpcTransport.Kestrel)]
    public async Task Grpc_IncludingMetadata_KeepsWhatIsReadInOrder(GrpcTransport transport)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { IncludeMetadata = true });
        rig.Traces.Metadata = new MetadataTable(MetadataKeys.Of(["X-Tenant", "x-none", "host", ":authority"]));
        GrpcCall call = GrpcCall.Export(Signal.Traces, Message) with { Headers = [new("x-tenant", "b"), new("x-other", "o")] };

        (await rig.Client.SendAsync(call)).Status.ShouldBe(0);
        (await rig.Client.SendAsync(call)).Status.ShouldBe(0);

        ClientInfo[] clients = [.. rig.Traces.Clients];
        clients[0].Metadata.ToString().ShouldBe($":authority={rig.Address}; host={rig.Address}; x-none=; x-tenant=b");
        clients[1].Metadata.ShouldBeSameAs(clients[0].Metadata);
        clients[0].Address.ShouldNotBeNull().MapToIPv4().ShouldBe(IPAddress.Loopback);
    }

    [Fact]
    public async Task Http_IncludingMetadata_KeepsWhatIsReadInOrder()
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { IncludeMetadata = true });
        rig.Traces.Metadata = new MetadataTable(MetadataKeys.Of(["x-tenant", "Host"]));

        (await PostAsync(rig, "b", "a")).ShouldBe(200);

        ClientInfo client = rig.Traces.Clients.ShouldHaveSingleItem();
        client.Metadata.Values("host").ToArray().ShouldBe([rig.Address.ToString()]);
        string.Join(", ", client.Metadata.Values("x-tenant").ToArray()).ShouldBe("b, a");
        client.Address.ShouldNotBeNull().MapToIPv4().ShouldBe(IPAddress.Loopback);
    }

    [Theory]
    [InlineData(GrpcTransport.Own)]
    [InlineData(GrpcTransport.Kestrel)]
    public async Task Both_NotIncludingMetadata_KeepNone(GrpcTransport transport)
    {
        await using HttpRig http = await HttpRig.StartAsync();
        await using GrpcRig grpc = await GrpcRig.StartAsync(transport);
        http.Traces.Metadata = grpc.Traces.Metadata = new MetadataTable(MetadataKeys.Of(["x-tenant"]));

        (await PostAsync(http, "a")).ShouldBe(200);
        (await grpc.Client.SendAsync(GrpcCall.Export(Signal.Traces, Message) with { Headers = [new("x-tenant", "a")] })).Status.ShouldBe(0);

        http.Traces.Clients.Single().Metadata.ShouldBeSameAs(ClientMetadata.None);
        grpc.Traces.Clients.Single().Metadata.ShouldBeSameAs(ClientMetadata.None);
    }

    [Theory]
    [InlineData(GrpcTransport.Own)]
    [InlineData(GrpcTransport.Kestrel)]
    public async Task Both_TooMuchMetadata_RefuseAndSayTheLimit(GrpcTransport transport)
    {
        await using HttpRig http = await HttpRig.StartAsync(HttpRig.Plan with { IncludeMetadata = true });
        await using GrpcRig grpc = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { IncludeMetadata = true });
        http.Traces.Metadata = grpc.Traces.Metadata = new MetadataTable(MetadataKeys.Of(["x-tenant"]));
        string value = new('x', MetadataDraft.MaxBytes + 1);

        (await PostAsync(http, value)).ShouldBe(400);
        GrpcReply reply = await grpc.Client.SendAsync(GrpcCall.Export(Signal.Traces, Message) with { Headers = [new("x-tenant", value)] });

        reply.Status.ShouldBe(3);
        reply.Message.ShouldNotBeNull().ShouldContain("longer than 16384 bytes together, at \"x-tenant\"");
        http.Traces.Refused.Single().Reason.ShouldBe(RefuseReason.Metadata);
        grpc.Traces.Refused.Single().Reason.ShouldBe(RefuseReason.Metadata);
        grpc.Traces.Delivered.ShouldBeEmpty();
    }

    private static async Task<int> PostAsync(HttpRig rig, params string[] tenants)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces") { Content = HttpRig.Body(Message) };
        foreach (string tenant in tenants)
        {
            request.Headers.TryAddWithoutValidation("X-Tenant", tenant).ShouldBeTrue();
        }

        return (int)(await rig.SendAsync(request)).Status;
    }
}
