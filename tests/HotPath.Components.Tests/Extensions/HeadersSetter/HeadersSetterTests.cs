using HotPath.Components.Exporters.Shared;
using HotPath.Components.Tests.Extensions.Shared;
using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Tests.Extensions.HeadersSetter;

/// <summary><c>headers_setter</c>: its keys, and what comes of them over both protocols.</summary>
public sealed class HeadersSetterTests
{
    private const string Type = "headers_setter";

    [Theory]
    [InlineData("", "extensions::headers_setter::headers: missing headers configuration: write at least one")]
    [InlineData("headers: [{action: insert, value: a}]", "extensions::headers_setter::headers[0]::key: missing header name: write one")]
    [InlineData("headers: [{action: insert, key: a}]", "extensions::headers_setter::headers[0]::value: missing header source, "
        + "must be from_context or value: write one of the two")]
    [InlineData(
        "headers: [{action: insert, key: a, value: b, from_context: c}]",
        "extensions::headers_setter::headers[0]::value: invalid header source, "
        + "must either be from_context or value: remove one of the two")]
    [InlineData(
        "headers: [{action: insert, key: a, value: b, default_value: c}]",
        "extensions::headers_setter::headers[0]::default_value: has no effect without from_context: remove the key")]
    [InlineData("headers: [{action: insert, key: content-type, value: b}]", "extensions::headers_setter::headers[0]::key: the "
        + "header 'content-type' belongs to the protocol: name another")]
    [InlineData(
        "headers: [{action: insert, key: a, from_attribute: c}]",
        "extensions::headers_setter::headers[0]::from_attribute: known to the Collector, but not built in HotPath yet: remove the key: "
        + "what an authenticator says of a sender is not kept; use from_context")]
    [InlineData(
        "headers: [{action: insert, key: a, from_context: auth.subject}]",
        "extensions::headers_setter::headers[0]::from_context: known to the Collector, but not built in HotPath yet: 'auth.subject' is "
        + "what an authenticator says of a sender, which is not kept: name a header")]
    public void Keys_ThatCannotBe_AreRefused(string keys, string error) => AuthRig.Errors(Type, keys).ShouldBe([error]);

    [Fact]
    public async Task Actions_OverHttp_SeeTheRequestsOwnHeaders()
    {
        using var rig = new AuthRig(
            Type,
            "headers: [{action: insert, key: X-There, value: no}, {action: insert, key: X-New, value: yes}, "
            + "{action: update, key: X-There, value: updated}, "
            + "{action: update, key: X-Absent, value: no}, {action: upsert, key: X-Up, value: up}, {action: delete, key: X-Gone}]");
        using var request = new HttpRequestMessage();
        request.Headers.Add("x-there", "before");
        request.Headers.Add("x-gone", "before");

        HeaderEdits.Apply(await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None), request.Headers);

        request.Headers.Select(static h => $"{h.Key.ToLowerInvariant()}={string.Join(',', h.Value)}").Order()
            .ShouldBe(["x-new=yes", "x-there=updated", "x-up=up"]);
    }

    [Fact]
    public async Task Actions_OverGrpc_SeeOnlyEachOther()
    {
        using var rig = new AuthRig(
            Type,
            "headers: [{action: insert, key: X-A, value: a}, {action: insert, key: x-a, value: no}, {action: update, key: X-A, value: b}, "
            + "{action: update, key: X-Absent, value: no}, {action: upsert, key: X-C, value: c}, {action: delete, key: x-c}]");

        HeaderEdits.Fields(await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None))
            .ShouldBe([KeyValuePair.Create("x-a", "b")]);
    }

    [Fact]
    public async Task FromContext_TakesWhatTheSenderSaid_OrTheDefault()
    {
        using var rig = new AuthRig(Type, "headers: [{action: upsert, key: X-Scope-OrgID, from_context: X-Tenant, default_value: nobody}]");
        rig.Plan.ReadsMetadata.All.ShouldBe(["x-tenant"]);
        ClientMetadata shop = Said("shop");

        ClientCredentials first = await rig.Client.GetAsync(shop, CancellationToken.None);
        first.Edits.ShouldHaveSingleItem().Value.Secret.ShouldBe("shop");
        (await rig.Client.GetAsync(shop, CancellationToken.None)).ShouldBeSameAs(first);
        (await rig.Client.GetAsync(ClientMetadata.None, CancellationToken.None)).Edits[0].Value.Secret.ShouldBe("nobody");
    }

    [Fact]
    public async Task FromContext_SaidTwice_CannotBeSent()
    {
        using var rig = new AuthRig(Type, "headers: [{action: upsert, key: a, from_context: x-tenant}]");

        ClientCredentials none = await rig.Client.GetAsync(Said("a", "b"), CancellationToken.None);
        none.IsPermanent.ShouldBeTrue();
        none.Fault.ShouldNotBeNull().ShouldContain("2 source keys found in the context under 'x-tenant'");
    }

    private static ClientMetadata Said(params string[] values)
    {
        var table = new MetadataTable(MetadataKeys.Of(["x-tenant"]));
        var draft = new MetadataDraft();
        foreach (string value in values)
        {
            draft.TryAdd(0, value).ShouldBeTrue();
        }

        return table.Find(draft);
    }
}
