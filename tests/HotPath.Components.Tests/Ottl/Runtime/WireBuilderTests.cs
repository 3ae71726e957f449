using System.Text;
using Google.Protobuf;
using HotPath.Components.Ottl.Runtime;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Components.Tests.Ottl.Runtime;

public sealed class WireBuilderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(20_000)]
    public void End_OfAFieldOfAnyLength_WritesWhatProtobufReads(int length)
    {
        string text = new('x', length);
        var builder = new WireBuilder();
        builder.AppendPair("k"u8, Encoding.UTF8.GetBytes(text));
        KeyValueList.Parser.ParseFrom(builder.Since(0).ToArray()).Values[0].Value.StringValue.ShouldBe(text);
    }

    [Fact]
    public void KeepLastPairs_OfRandomKeys_IsADictionary()
    {
        var random = new Random(7);
        for (int run = 0; run < 200; run++)
        {
            var builder = new WireBuilder();
            var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
            int keys = 1 + random.Next(random.Next(2) == 0 ? 5 : 400);
            for (int i = 0; i < random.Next(300); i++)
            {
                string key = new('k', random.Next(200) == 0 ? 150 : 1);
                key += random.Next(keys);
                wanted[key] = $"{i}";
                builder.AppendPair(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{i}"));
            }

            builder.KeepLastPairs(0);
            KeyValueList kept = KeyValueList.Parser.ParseFrom(builder.Since(0).ToArray());
            kept.Values.Count.ShouldBe(wanted.Count);
            kept.Values.ShouldAllBe(pair => wanted[pair.Key] == pair.Value.StringValue);
        }
    }

    [Fact]
    public void Append_OfItsOwnBytes_SurvivesGrowing()
    {
        var builder = new WireBuilder();
        builder.Append("0123456789"u8);
        for (int i = 0; i < 12; i++)
        {
            builder.Append(builder.Since(0));
        }

        Encoding.ASCII.GetString(builder.Since(0)).ShouldBe(string.Concat(Enumerable.Repeat("0123456789", 4096)));
    }
}
