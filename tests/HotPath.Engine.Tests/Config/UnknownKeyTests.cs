using FsCheck;
using FsCheck.Fluent;
using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config;

public class UnknownKeyTests
{
    [Theory]
    [InlineData("timout: 1s", "c.yaml:1:1: timout: unknown key; did you mean 'timeout'?")]
    [InlineData("send_batchsize: 1", "c.yaml:1:1: send_batchsize: unknown key; did you mean 'send_batch_size'?")]
    [InlineData("sendBatchSize: 1", "c.yaml:1:1: sendBatchSize: unknown key; did you mean 'send_batch_size'?")]
    [InlineData("send-batch-size: 1", "c.yaml:1:1: send-batch-size: unknown key; did you mean 'send_batch_size'?")]
    [InlineData("Timeout: 1s", "c.yaml:1:1: Timeout: unknown key; did you mean 'timeout'? (keys are case-sensitive)")]
    [InlineData("max_size: 1", "c.yaml:1:1: max_size: unknown key; did you mean 'send_batch_max_size'?")]
    [InlineData("insecure: true", "c.yaml:1:1: insecure: unknown key; it belongs under 'tls': indent it below that key")]
    [InlineData(
        "banana: 1", "c.yaml:1:1: banana: unknown key; valid here: timeout, send_batch_size, send_batch_max_size, tls")]
    [InlineData("tls: {insecur: true}", "c.yaml:1:7: tls::insecur: unknown key; did you mean 'insecure'?")]
    [InlineData("metadata_key: [a]", "c.yaml:1:1: metadata_key: unknown key; did you mean 'metadata_keys'?")]
    public void Done_AnUnknownKey_IsReportedWithWhatWasProbablyMeant(string yaml, string error)
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(Read.Text(yaml, errors), errors);
        map.Duration("timeout", TimeSpan.Zero);
        map.Integer("send_batch_size", 0);
        map.Integer("send_batch_max_size", 0);
        map.NotBuilt("metadata_keys");
        map.Map("tls").Flag("insecure", false);

        map.Done();
        map.Done();

        Read.Lines(errors.Errors).ShouldBe([error]);
    }

    [Fact]
    public void Done_WhereNoKeyIsRead_SaysSo()
    {
        var errors = new ConfigErrors();

        new ConfigMap(Read.Text("x: 1", errors), errors).Done();

        Read.Lines(errors.Errors).ShouldBe(["c.yaml:1:1: x: unknown key; this section takes no keys"]);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "axc", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Between_TwoWords_CountsEdits(string a, string b, int distance) => EditDistance.Between(a, b).ShouldBe(distance);

    [Fact]
    public void Between_AnyWords_IsSymmetricAndBounded()
    {
        var word = Gen.Elements('a', 'b', 'c', '_').ArrayOf().Select(c => new string(c)).ToArbitrary();
        Prop.ForAll(word, word, (a, b) =>
        {
            int distance = EditDistance.Between(a, b);
            return distance == EditDistance.Between(b, a)
                && distance >= Math.Abs(a.Length - b.Length)
                && distance <= Math.Max(a.Length, b.Length)
                && (distance == 0) == (a == b);
        }).QuickCheckThrowOnFailure();
    }
}
