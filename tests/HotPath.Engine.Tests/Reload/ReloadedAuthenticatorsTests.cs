using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Reload;

/// <summary>An authenticator that changed is swapped, one that did not is kept, and none outlives those that ask it.</summary>
public sealed class ReloadedAuthenticatorsTests
{
    private static string Config(string extensions, string started = "testauth, testauth/2", string exporter = "") =>
        $$"""
        receivers: {test: {} }
        exporters: {test: { {{exporter}} } }
        extensions: { {{extensions}} }
        service:
          extensions: [{{started}}]
          pipelines: {traces: {receivers: [test], exporters: [test]} }
        """;

    private static TestAuthenticator Of(Authenticators all, string id)
    {
        var use = new AuthUse(AuthRole.Server, ComponentId.Parse(id), default, "auth");
        return all.ServerFor(use).ShouldBeOfType<TestAuthenticator>();
    }

    [Fact]
    public async Task Reload_OneChanged_SwapsItAndKeepsTheOther()
    {
        await using PathRig rig = PathRig.Create(Config("testauth: {token: a}, testauth/2: {token: b}"));
        TestAuthenticator changes = Of(rig.Path.Authenticators, "testauth");
        TestAuthenticator stays = Of(rig.Path.Authenticators, "testauth/2");

        await rig.ReloadAsync(Config("testauth: {token: c}, testauth/2: {token: b}"));

        TestAuthenticator now = Of(rig.Path.Authenticators, "testauth");
        (now.Token, now.Starts, now.Disposals).ShouldBe(("c", 1, 0));
        changes.Disposals.ShouldBe(1);
        Of(rig.Path.Authenticators, "testauth/2").ShouldBeSameAs(stays);
        (stays.Starts, stays.Disposals).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Reload_OneThatNamesAChangedOne_IsSwappedToo()
    {
        await using PathRig rig = PathRig.Create(Config("testauth: {token: a}, testauth/2: {token: b, additional_auth: testauth}"));

        await rig.ReloadAsync(Config("testauth: {token: c}, testauth/2: {token: b, additional_auth: testauth}"));

        rig.AllAuthenticators.Select(static a => (a.Id.ToString(), a.Disposals))
            .ShouldBe([("testauth", 1), ("testauth/2", 1), ("testauth", 0), ("testauth/2", 0)]);
    }

    [Fact]
    public async Task Reload_OneIsGoneAndOneIsNew_EndsTheOneAndStartsTheOther()
    {
        const string All = "testauth: {token: a}, testauth/2: {token: b}, testauth/3: {token: c}";
        await using PathRig rig = PathRig.Create(Config(All));

        await rig.ReloadAsync(Config(All, started: "testauth/2, testauth/3"));

        rig.AllAuthenticators.Select(static a => (a.Id.ToString(), a.Starts, a.Disposals))
            .ShouldBe([("testauth", 1, 1), ("testauth/2", 1, 0), ("testauth/3", 1, 0)]);
    }

    [Fact]
    public async Task Reload_TheOldOne_WorksUntilTheLastOfItsGraphIsGone()
    {
        // The exporter names it, and its queue's settings change, too: the old one sends on, by the authenticator that it was made with.
        await using PathRig rig = PathRig.Create(Config(
            "testauth: {token: a}, testauth/2: {}", exporter: "endpoint: testauth, sending_queue: {queue_size: 100}"));
        TestExporter old = rig.Exporter("test");
        old.Hang();
        (await rig.DeliverAsync(SampleRequests.Traces(2, seed: 1))).ShouldBe(Outcome.Ok);

        Task<long> reload = rig.ReloadAsync(Config(
            "testauth: {token: c}, testauth/2: {}", exporter: "endpoint: testauth, sending_queue: {queue_size: 50}"));
        Of(rig.Path.Authenticators, "testauth").Token.ShouldBe("c");
        rig.AllAuthenticators[0].Disposals.ShouldBe(0);
        old.Release();
        (await reload).ShouldBe(0);

        rig.AllAuthenticators[0].Disposals.ShouldBe(1);
        old.Items.ShouldBe(2);
    }

    [Fact]
    public async Task Prepare_OneCannotStart_EndsThoseThatItBeganAndNoOther()
    {
        await using PathRig rig = PathRig.Create(Config("testauth: {token: a}, testauth/2: {token: b}"));

        await Should.ThrowAsync<InvalidOperationException>(() => rig.ReloadAsync(Config(
            "testauth: {token: a}, testauth/2: {token: c}, testauth/3: {broken: true}", started: "testauth, testauth/2, testauth/3")));

        rig.AllAuthenticators.Select(static a => (a.Id.ToString(), a.Token, a.Disposals))
            .ShouldBe([("testauth", "a", 0), ("testauth/2", "b", 0), ("testauth/2", "c", 1), ("testauth/3", "", 1)]);
        (await rig.DeliverAsync(SampleRequests.Traces(2, seed: 1))).ShouldBe(Outcome.Ok);
    }

    [Fact]
    public async Task Abort_EndsTheNewOnesAndKeepsTheOld()
    {
        await using PathRig rig = PathRig.Create(Config("testauth: {token: a}, testauth/2: {token: b}"));

        PreparedReload prepared = await rig.Path.PrepareAsync(rig.Read(Config("testauth: {token: c}, testauth/2: {token: b}")));
        Of(prepared.Authenticators, "testauth").Token.ShouldBe("c");
        await prepared.AbortAsync();

        Of(rig.Path.Authenticators, "testauth").Token.ShouldBe("a");
        rig.AllAuthenticators.Select(static a => (a.Token, a.Disposals)).ShouldBe([("a", 0), ("b", 0), ("c", 1)]);
    }

    [Fact]
    public async Task Dispose_OfThePath_EndsEachOnce()
    {
        PathRig rig = PathRig.Create(Config("testauth: {token: a}, testauth/2: {token: b}"));
        await rig.ReloadAsync(Config("testauth: {token: c}, testauth/2: {token: b}"));

        await rig.DisposeAsync();

        rig.AllAuthenticators.ShouldAllBe(static a => a.Disposals == 1);
    }
}
