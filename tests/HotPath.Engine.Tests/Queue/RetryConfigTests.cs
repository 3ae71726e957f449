using HotPath.Engine.Queue;

namespace HotPath.Engine.Tests.Queue;

/// <summary><c>retry_on_failure</c> and <c>timeout</c> as users write them.</summary>
public sealed class RetryConfigTests
{
    private static RetryPlan Valid(string yaml) => ReadConfig.Valid(yaml, map => RetryConfig.Read(map, RetryPlan.Default));

    private static string[] Errors(string yaml) => ReadConfig.Of(yaml, map => RetryConfig.Read(map, RetryPlan.Default)).Errors;

    [Theory]
    [InlineData("{}")]
    [InlineData("retry_on_failure:")]
    public void Read_NothingWritten_IsTheCollectorsDefaults(string yaml) =>
        Valid(yaml).ShouldBe(new RetryPlan(true, TimeSpan.FromSeconds(5), 0.5, 1.5, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)));

    [Fact]
    public void Read_AllKeys_AreRead()
    {
        const string Yaml = "retry_on_failure: {enabled: false, initial_interval: 100ms, randomization_factor: 0, multiplier: 2, "
            + "max_interval: 1s, max_elapsed_time: 1m}";
        Valid(Yaml).ShouldBe(new RetryPlan(false, TimeSpan.FromMilliseconds(100), 0, 2, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Read_NoEndOfTrying_NeedsNoRoomForIntervals() =>
        Valid("retry_on_failure: {max_elapsed_time: 0s, max_interval: 1h}").MaxElapsedTime.ShouldBe(TimeSpan.Zero);

    [Theory]
    [InlineData("retry_on_failure: {randomization_factor: 1.5}", "retry_on_failure::randomization_factor: ")]
    [InlineData("retry_on_failure: {multiplier: -1}", "retry_on_failure::multiplier: ")]
    [InlineData("retry_on_failure: {initial_interval: -1s}", "retry_on_failure::initial_interval: ")]
    [InlineData("retry_on_failure: {max_elapsed_time: 10s}", "must not be less than 'max_interval': 10s is less than 30s")]
    [InlineData("retry_on_failure: {max_elapsed_time: 31s, initial_interval: 1m}", "less than 'initial_interval': 31s is less than 1m0s")]
    [InlineData("retry_on_failure: {interval: 1s}", "retry_on_failure::interval: unknown key")]
    public void Read_Mistake_IsNamed(string yaml, string error) => Errors(yaml).ShouldHaveSingleItem().ShouldContain(error);

    [Fact]
    public void Timeout_Absent_IsFiveSeconds() =>
        ReadConfig.Valid("{}", map => TimeoutConfig.Read(map, TimeoutConfig.Default)).ShouldBe(TimeSpan.FromSeconds(5));

    [Fact]
    public void Timeout_Negative_IsAnError() =>
        ReadConfig.Of("timeout: -5s", map => TimeoutConfig.Read(map, TimeoutConfig.Default)).Errors
            .ShouldHaveSingleItem().ShouldContain("timeout");
}
