using HotPath.Engine.Queue;

namespace HotPath.Engine.Tests.Queue;

/// <summary><c>sending_queue::batch</c> as users write it.</summary>
public sealed class QueueBatchConfigTests
{
    private static QueueBatchPlan? Valid(string keys) =>
        ReadConfig.Valid($"sending_queue: {{{keys}}}", map => QueueConfig.Read(map, QueuePlan.Default)).Batch;

    private static string[] Errors(string keys) =>
        ReadConfig.Of($"sending_queue: {{{keys}}}", map => QueueConfig.Read(map, QueuePlan.Default)).Errors;

    [Theory]
    [InlineData("")]
    [InlineData("batch: ")]
    public void Read_NothingWritten_DoesNotBatch(string keys) => Valid(keys).ShouldBeNull();

    [Fact]
    public void Read_EmptyBlock_IsTheCollectorsDefaults() =>
        Valid("batch: {}").ShouldBe(new QueueBatchPlan(TimeSpan.FromMilliseconds(200), QueueSizer.Items, 8192, 0));

    [Fact]
    public void Read_AllKeys_AreRead() =>
        Valid("batch: {flush_timeout: 3s, sizer: bytes, min_size: 10, max_size: 20}")
            .ShouldBe(new QueueBatchPlan(TimeSpan.FromSeconds(3), QueueSizer.Bytes, 10, 20));

    [Theory]
    [InlineData("sizer: bytes, queue_size: 10000, batch: {}", QueueSizer.Bytes)]
    [InlineData("sizer: items, queue_size: 10000, batch: {}", QueueSizer.Items)]
    [InlineData("sizer: requests, batch: {}", QueueSizer.Items)]
    [InlineData("sizer: bytes, batch: {sizer: items}", QueueSizer.Items)]
    public void Read_Sizer_IsTheQueuesUnlessItIsRequestsOrWritten(string keys, QueueSizer sizer) => Valid(keys)!.Sizer.ShouldBe(sizer);

    [Fact]
    public void Read_PartitionKeys_AreInLowerCaseAndOrder() =>
        Valid("batch: {partition: {metadata_keys: [X-Tenant, a]}}")!.PartitionKeys.All.ShouldBe(["a", "x-tenant"]);

    [Fact]
    public void Read_QueueTurnedOff_IsNotChecked() =>
        Errors("enabled: false, batch: {flush_timeout: 0s, min_size: 9, max_size: 3}").ShouldBeEmpty();

    [Theory]
    [InlineData("batch: {min_size: -1}", "sending_queue::batch::min_size: ")]
    [InlineData("batch: {max_size: -1}", "sending_queue::batch::max_size: ")]
    [InlineData("batch: {flush_timeout: 0s}", "sending_queue::batch::flush_timeout: must be positive")]
    [InlineData("batch: {flush_timeout: -1s}", "sending_queue::batch::flush_timeout: must not be negative")]
    [InlineData("batch: {sizer: requests}", "sending_queue::batch::sizer: ")]
    [InlineData("batch: {min_size: 20, max_size: 10}", "sending_queue::batch::max_size: 'max_size' (10) must not be below 'min_size' (20)")]
    [InlineData("batch: {max_size: 10}", "sending_queue::batch::max_size: 'max_size' (10) must not be below 'min_size' (8192)")]
    [InlineData("sizer: items, batch: {}", "sending_queue::batch::min_size: 'min_size' (8192) must not be above 'queue_size' (1000)")]
    [InlineData("batch: {partition: {metadata_keys: [a, A]}}", "sending_queue::batch::partition::metadata_keys: duplicate entry")]
    [InlineData("batch: {minsize: 3}", "sending_queue::batch::minsize: unknown key; did you mean 'min_size'?")]
    public void Read_Mistake_IsNamed(string keys, string error) => Errors(keys).ShouldHaveSingleItem().ShouldContain(error);
}
