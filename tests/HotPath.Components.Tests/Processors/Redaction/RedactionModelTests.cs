using System.Collections;
using System.Text.RegularExpressions;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Redaction;

/// <summary>Random requests of all signals through a whole path, against the same done to objects.</summary>
public sealed class RedactionModelTests
{
    private static readonly string[] Keys = ["note", "user.token", "email", "id", "", "redaction.masked.count", "ключ"];
    private static readonly string[] Texts =
        ["", "a@b.cc", "to a@b.cc and d@e.ff", "secret7 and secret", "a@b.cc\nline\n", "kept@good.org", "plain", "日本 x@y.zz 語🙂"];

    private static readonly string[] BlockedValues = ["[a-z]+@[a-z]+\\.[a-z]+", "secret[0-9]*"];

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public async Task Path_AllKeysAllowed_ComesOutAsTheObjectsDo(Signal signal) => await CheckAsync(
        signal,
        "allow_all_keys: true, ignored_keys: [id], blocked_key_patterns: [token], "
            + "blocked_values: ['[a-z]+@[a-z]+\\.[a-z]+', 'secret[0-9]*'], allowed_values: [good], summary: debug",
        new RedactionModel
        {
            Ignored = ["id"],
            BlockedKeys = new Regex("token"),
            BlockedValues = [.. BlockedValues.Select(pattern => new Regex(pattern))],
            AllowedValues = new Regex("good"),
            Counts = true,
            Names = true,
        });

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public async Task Path_AListOfKeys_ComesOutAsTheObjectsDo(Signal signal) => await CheckAsync(
        signal,
        "allowed_keys: [note, ключ], blocked_values: ['secret[0-9]*'], summary: info",
        new RedactionModel { Allowed = ["note", "ключ"], BlockedValues = [new Regex("secret[0-9]*")], Counts = true });

    private static async Task CheckAsync(Signal signal, string settings, RedactionModel model)
    {
        string section = signal.ToString().ToLowerInvariant();
        for (int seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            IMessage request = RandomMessages.Request(signal, random, 4);
            Season(request, random);
            if (OtlpOracle.Count(request).Items == 0)
            {
                continue;
            }

            // Bodies are read as they are written; a map in pieces deep inside one is not what this test is about.
            byte[] bytes = signal == Signal.Logs ? request.ToByteArray() : new OddEncoder(random).Encode(request);
            IMessage expected = OtlpOracle.TryParse(signal, bytes).ShouldNotBeNull();
            model.Redact(expected);
            PathRig rig = PathRig.Create(
                $$"""
                receivers: {test: {} }
                processors: {redaction: { {{settings}} } }
                exporters: {test: {} }
                service: {pipelines: { {{section}}: {receivers: [test], processors: [redaction], exporters: [test] } } }
                """);
            await using (rig)
            {
                (await rig.DeliverAsync(bytes, signal)).ShouldBe(Outcome.Ok);
                await rig.DrainAsync();
                byte[] received = rig.Exporter("test").Received.ShouldHaveSingleItem();
                OtlpOracle.TryParse(signal, received).ShouldNotBeNull().ShouldBe(expected, $"seed {seed}");
            }
        }
    }

    /// <summary>Gives most keys and texts values that the processor has an opinion on.</summary>
    private static void Season(IMessage message, Random random)
    {
        if (message is KeyValue pair)
        {
            // Whether a value is absent or empty is one to the Collector; where a map is built anew it is there.
            pair.Value ??= new AnyValue();
            pair.Key = random.Next(6) > 0 ? Keys[random.Next(Keys.Length)] : pair.Key;
        }

        if (message is AnyValue { HasStringValue: true } text && random.Next(4) > 0)
        {
            text.StringValue = Texts[random.Next(Texts.Length)];
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            object? value = field.Accessor.GetValue(message);
            IEnumerable<IMessage> children = field.IsRepeated ? ((IList)value).OfType<IMessage>() : value is IMessage child ? [child] : [];
            foreach (IMessage below in children)
            {
                Season(below, random);
            }
        }
    }
}
