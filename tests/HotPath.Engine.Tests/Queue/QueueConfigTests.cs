using HotPath.Engine.Queue;

namespace HotPath.Engine.Tests.Queue;

/// <summary><c>sending_queue</c> as users write it.</summary>
public sealed class QueueConfigTests
{
    private static QueuePlan Valid(string yaml, QueuePlan? absent = null) =>
        ReadConfig.Valid(yaml, map => QueueConfig.Read(map, absent ?? QueuePlan.Default));

    private static string[] Errors(string yaml) => ReadConfig.Of(yaml, map => QueueConfig.Read(map, QueuePlan.Default)).Errors;

    [Theory]
    [InlineData("{}")]
    [InlineData("sending_queue:")]
    [InlineData("sending_queue: {}")]
    public void Read_NothingWritten_IsTheCollectorsDefaults(string yaml) =>
        Valid(yaml).ShouldBe(new QueuePlan(true, 10, 1000, QueueSizer.Requests, false));

    [Fact]
    public void Read_AllKeys_AreRead() =>
        Valid("sending_queue: {enabled: true, num_consumers: 4, queue_size: 5000, sizer: items, block_on_overflow: true}")
            .ShouldBe(new QueuePlan(true, 4, 5000, QueueSizer.Items, true));

    [Fact]
    public void Read_WaitForResult_IsRead() => Valid("sending_queue: {wait_for_result: true}").WaitForResult.ShouldBeTrue();

    [Fact]
    public void Read_SizerBytes_CountsBytes() => Valid("sending_queue: {sizer: bytes}").Sizer.ShouldBe(QueueSizer.Bytes);

    [Theory]
    [InlineData("{}", false)]
    [InlineData("sending_queue:", false)]
    [InlineData("sending_queue: {}", true)]
    [InlineData("sending_queue: {queue_size: 7}", true)]
    [InlineData("sending_queue: {enabled: false}", false)]
    public void Read_ExporterWithoutAQueueByDefault_HasOneWhenTheBlockIsWritten(string yaml, bool enabled) =>
        Valid(yaml, QueuePlan.Disabled).Enabled.ShouldBe(enabled);

    [Fact]
    public void Read_KeysThatAskForNothing_AreAccepted() =>
        Valid("sending_queue: {wait_for_result: false, storage: , batch: }").ShouldBe(QueuePlan.Default);

    [Fact]
    public void Read_DisabledBlock_IsNotChecked() =>
        Valid("sending_queue: {enabled: false, num_consumers: 0, queue_size: -1, storage: file_storage, wait_for_result: true, batch: {}}")
            .Enabled.ShouldBeFalse();

    [Fact]
    public void Read_Overflow_IsReadWithStorage() =>
        Valid("sending_queue: {storage: file_storage, hotpath: {overflow: true}}").Overflow.ShouldBeTrue();

    [Theory]
    [InlineData("sending_queue: {hotpath: {overflow: true}}", "t.yaml:1:37: sending_queue::hotpath::overflow: has nowhere to go")]
    [InlineData("sending_queue: {num_consumers: 0}", "t.yaml:1:32: sending_queue::num_consumers: ")]
    [InlineData("sending_queue: {queue_size: 0}", "t.yaml:1:29: sending_queue::queue_size: ")]
    [InlineData("sending_queue: {sizer: spans}", "t.yaml:1:24: sending_queue::sizer: ")]
    [InlineData(
        "sending_queue: {storage: file_storage, wait_for_result: true}",
        "t.yaml:1:57: sending_queue::wait_for_result: is not supported with storage")]
    [InlineData("sending_queue: {queuesize: 3}", "t.yaml:1:17: sending_queue::queuesize: unknown key; did you mean 'queue_size'?")]
    public void Read_Mistake_IsNamedWhereItStands(string yaml, string error) => Errors(yaml).ShouldHaveSingleItem().ShouldStartWith(error);
}
