using HotPath.Components.Extensions.ZPages;
using HotPath.Engine.Config;

namespace HotPath.Components.Tests.Extensions.ZPages;

public sealed class ZPagesFactoryTests
{
    private readonly ConfigErrors _errors = new();

    [Fact]
    public void Read_WithoutKeys_HasTheDefaults()
    {
        ZPagesPlan plan = Read("{}");

        _errors.Errors.ShouldBeEmpty();
        plan.Listeners.ShouldHaveSingleItem().ToString().ShouldBe("localhost:55679");
        plan.ShowsVariables.ShouldBeFalse();
    }

    [Fact]
    public void Read_WithKeys_IsTaken()
    {
        ZPagesPlan plan = Read("{endpoint: '127.0.0.1:1', expvar: {enabled: true}}");

        _errors.Errors.ShouldBeEmpty();
        plan.Server.Address.ToString().ShouldBe("127.0.0.1:1");
        plan.ShowsVariables.ShouldBeTrue();
    }

    [Theory]
    [InlineData("{auth: {authenticator: x}}", "auth", "not built in HotPath yet")]
    [InlineData("{expvars: {}}", "expvars", "did you mean 'expvar'?")]
    [InlineData("{endpoint: localhost}", "endpoint", "has no port")]
    public void Read_Mistakes_AreErrors(string yaml, string key, string message)
    {
        Read(yaml);

        ConfigError error = _errors.Errors.ShouldHaveSingleItem();
        error.Path.ShouldBe(key);
        error.Message.ShouldContain(message);
    }

    private ZPagesPlan Read(string yaml) => (ZPagesPlan)new ZPagesFactory().Read(
        ComponentId.Parse("zpages"), new ConfigMap(ConfigComposer.FromText(yaml, "gateway.yaml", _errors), _errors));
}
