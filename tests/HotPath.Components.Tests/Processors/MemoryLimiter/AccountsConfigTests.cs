using HotPath.Components.Extensions.MemoryLimiter;
using HotPath.Components.Processors.MemoryLimiter;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Tests.Processors.MemoryLimiter;

/// <summary><c>memory_limiter::hotpath</c> as users write it: what tenants and pipelines may hold.</summary>
public sealed class AccountsConfigTests
{
    private const long Mib = 1 << 20;

    private static readonly ComponentId Id = ComponentId.Parse("memory_limiter/edge");

    private static MemoryLimiterFactory Factory => new(static () => 1000 * Mib);

    [Theory]
    [InlineData("{}")]
    [InlineData("{pipeline_limit_mib: 0}")]
    public void Read_NothingWritten_KeepsNoAccounts(string own)
    {
        AccountsConfig read = Valid(own);

        read.Tenants.ShouldBeNull();
        read.PipelineLimitBytes.ShouldBe(0);
    }

    [Fact]
    public void Read_AllKeys_AreReadAndTheHeaderIsWhateverItsCase()
    {
        AccountsConfig read = Valid("{tenants: {metadata_key: X-Tenant, limit_mib: 64, max_tenants: 50}, pipeline_limit_mib: 128}");

        TenantsPlan tenants = read.Tenants.ShouldNotBeNull();
        tenants.Key.All.ShouldBe(["x-tenant"]);
        (tenants.LimitBytes, tenants.LimitPercentage, tenants.MaxTenants).ShouldBe((64 * Mib, 0, 50));
        read.PipelineLimitBytes.ShouldBe(128 * Mib);
    }

    [Fact]
    public void Read_OnlyTheHeader_IsADefaultShareForAThousandTenants()
    {
        TenantsPlan tenants = Valid("{tenants: {metadata_key: t}}").Tenants.ShouldNotBeNull();

        (tenants.LimitBytes, tenants.LimitPercentage, tenants.MaxTenants).ShouldBe((0, 0, TenantsPlan.DefaultMaxTenants));
        TenantsPlan.DefaultMaxTenants.ShouldBe(1000);
    }

    [Theory]
    [InlineData("limit_percentage: 5", 0, 5)]
    [InlineData("limit_mib: 0, limit_percentage: 5", 0, 5)]
    [InlineData("limit_mib: 3, max_tenants: 20000", 3 * Mib, 0)]
    public void Read_OneOfTheTwoLimits_IsTaken(string keys, long bytes, int percentage)
    {
        TenantsPlan tenants = Valid($"{{tenants: {{metadata_key: t, {keys}}}}}").Tenants.ShouldNotBeNull();

        (tenants.LimitBytes, tenants.LimitPercentage).ShouldBe((bytes, percentage));
    }

    [Theory]
    [InlineData("tenants: {}", "5:12: hotpath::tenants::metadata_key: metadata_key must be set: the header, or gRPC metadata, that names")]
    [InlineData("tenants:", "5:3: hotpath::tenants::metadata_key: metadata_key must be set")]
    [InlineData("tenants: {limit_mib: 3}", "5:12: hotpath::tenants::metadata_key: metadata_key must be set")]
    [InlineData("tenants: {metadata_key: ''}", "5:27: hotpath::tenants::metadata_key: metadata_key must be set")]
    [InlineData("tenants: {metadata_key: t, limit_mib: 1, limit_percentage: 5}", "5:62: hotpath::tenants::limit_percentage: limit_mib is")]
    [InlineData("tenants: {metadata_key: t, limit_mib: -1}", "5:41: hotpath::tenants::limit_mib: ")]
    [InlineData("tenants: {metadata_key: t, limit_mib: much}", "5:41: hotpath::tenants::limit_mib: must be an integer")]
    [InlineData("tenants: {metadata_key: t, limit_mib: 4294967296}", "5:41: hotpath::tenants::limit_mib: ")]
    [InlineData("tenants: {metadata_key: t, limit_percentage: 101}", "5:48: hotpath::tenants::limit_percentage: ")]
    [InlineData("tenants: {metadata_key: t, limit_percentage: -1}", "5:48: hotpath::tenants::limit_percentage: ")]
    [InlineData("tenants: {metadata_key: t, max_tenants: 0}", "5:43: hotpath::tenants::max_tenants: ")]
    [InlineData("tenants: {metadata_key: t, max_tenants: 20001}", "5:43: hotpath::tenants::max_tenants: ")]
    [InlineData("tenants: {metadata_key: t, max_tenant: 3}", "5:30: hotpath::tenants::max_tenant: unknown key; did you mean 'max_")]
    [InlineData("pipeline_limit_mib: -1", "5:23: hotpath::pipeline_limit_mib: ")]
    [InlineData("pipeline_limit_mib: some", "5:23: hotpath::pipeline_limit_mib: must be an integer")]
    [InlineData("pipeline_limit: 3", "5:3: hotpath::pipeline_limit: unknown key; did you mean 'pipeline_limit_mib'?")]
    public void Read_Mistake_IsNamedWhereItStands(string own, string error) =>
        ErrorsOf(own).ShouldHaveSingleItem().ShouldStartWith($"t.yaml:{error}");

    [Theory]
    [InlineData("tenants: {metadata_key: 7}", "5:27: hotpath::tenants::metadata_key: must be text, found the number")]
    [InlineData("tenants: [a]", "5:12: hotpath::tenants: must be a map")]
    public void Read_AnotherKindOfValue_IsNamedBeforeTheHeaderThatIsMissing(string own, string error)
    {
        string[] errors = ErrorsOf(own);

        errors[0].ShouldStartWith($"t.yaml:{error}");
        errors[1..].ShouldHaveSingleItem().ShouldContain("metadata_key must be set");
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("proxy-authorization")]
    [InlineData("Cookie")]
    [InlineData("X-Api-Key")]
    [InlineData("x-auth-token")]
    public void Read_AHeaderThatHoldsSecrets_IsRefusedSinceTenantsAreShown(string header) =>
        ErrorsOf($"tenants: {{metadata_key: {header}}}").ShouldHaveSingleItem()
            .ShouldStartWith($"t.yaml:5:27: hotpath::tenants::metadata_key: the header '{header}' holds secrets");

    [Fact]
    public void Read_SeveralMistakes_AreAllNamed() =>
        ErrorsOf("tenants: {metadata_key: cookie, limit_mib: -1, max_tenants: 0}").Length.ShouldBe(3);

    [Fact]
    public void Factory_GivesBothToTheGate_WhichThenReadsTheHeader()
    {
        (ConfigMap map, ConfigErrors errors) = Open("tenants: {metadata_key: X-Tenant}\n  pipeline_limit_mib: 3");

        var gate = (GatePlan)Factory.Read(Id, map);

        errors.Errors.ShouldBeEmpty();
        gate.Tenants.ShouldNotBeNull().Key.All.ShouldBe(["x-tenant"]);
        gate.PipelineLimitBytes.ShouldBe(3 * Mib);
        gate.ReadsMetadata.All.ShouldBe(["x-tenant"]);
        gate.LimitBytes.ShouldBe(512 * Mib);
    }

    [Fact]
    public void Gates_OfTheSameSettings_AreEqualOverAReload()
    {
        const string Own = "tenants: {metadata_key: X-Tenant, limit_mib: 3}";

        Factory.Read(Id, Open(Own).Map).ShouldBe(Factory.Read(Id, Open(Own).Map));
        Factory.Read(Id, Open(Own).Map).ShouldNotBe(Factory.Read(Id, Open("tenants: {metadata_key: other, limit_mib: 3}").Map));
    }

    [Fact]
    public void Extension_WithTheSameKeys_KeepsNoAccountsAndSaysSo()
    {
        (ConfigMap map, ConfigErrors errors) = Open("pipeline_limit_mib: 3");

        new MemoryLimiterExtensionFactory(static () => 1000 * Mib).Read(Id, map);

        errors.Errors.ShouldHaveSingleItem().ToString().ShouldStartWith("t.yaml:4:1: hotpath: unknown key");
    }

    private static AccountsConfig Valid(string own)
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText(own, "t.yaml", errors), errors);
        AccountsConfig read = AccountsConfig.Read(map);
        errors.Errors.ShouldBeEmpty();
        return read;
    }

    private static string[] ErrorsOf(string own)
    {
        (ConfigMap map, ConfigErrors errors) = Open(own);
        Factory.Read(Id, map);
        return [.. errors.Errors.Select(static error => error.ToString())];
    }

    /// <summary>A whole processor; what is its own stands in line 5, indented by two.</summary>
    private static (ConfigMap Map, ConfigErrors Errors) Open(string own)
    {
        var errors = new ConfigErrors();
        string yaml = $"check_interval: 1s\nlimit_mib: 512\nspike_limit_mib: 128\nhotpath:\n  {own}\n";
        return (new ConfigMap(ConfigComposer.FromText(yaml, "t.yaml", errors), errors), errors);
    }
}
