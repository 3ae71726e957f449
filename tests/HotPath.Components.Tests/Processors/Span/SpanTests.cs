using Google.Protobuf;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Rig;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors.Span;

public sealed class SpanTests
{
    [Theory]
    [InlineData("from_attributes: [text, int], separator: '::'", "x::-7")]
    [InlineData("from_attributes: [flag, real]", "true0.5")]
    [InlineData("from_attributes: [large]", "1200000000000000000000")]
    [InlineData("from_attributes: [small]", "-0.00000025")]
    [InlineData("from_attributes: [list]", "<unknown-attribute-type>")]
    [InlineData("from_attributes: [text, missing]", "old")]
    public async Task Path_FromAttributes_MakesTheName(string name, string expected)
    {
        OtlpSpan span = await RunAsync($"name: {{ {name} }}", new OtlpSpan
        {
            Name = "old",
            Attributes =
            {
                Of("text", new AnyValue { StringValue = "x" }),
                Of("text", new AnyValue { StringValue = "second" }),
                Of("int", new AnyValue { IntValue = -7 }),
                Of("flag", new AnyValue { BoolValue = true }),
                Of("real", new AnyValue { DoubleValue = 0.5 }),
                Of("large", new AnyValue { DoubleValue = 1.2e21 }),
                Of("small", new AnyValue { DoubleValue = -2.5e-7 }),
                Of("list", new AnyValue { ArrayValue = new ArrayValue() }),
            },
        });
        span.Name.ShouldBe(expected);
    }

    [Theory]
    [InlineData("rules: ['^/users/(?P<user>[0-9]+)']", "/users/{user}/cart/9", "user=42")]
    [InlineData("rules: ['^/users/(?P<user>[0-9]+)', 'cart/(?P<cart>.*)$']", "/users/{user}/cart/{cart}", "user=42 cart=9")]
    [InlineData("rules: ['^/users/(?P<user>[0-9]+)', 'cart/(?P<cart>.*)$'], break_after_match: true", "/users/{user}/cart/9", "user=42")]
    [InlineData("rules: ['no', 'cart/(?P<cart>.*)$'], break_after_match: true", "/users/42/cart/{cart}", "cart=9")]
    [InlineData("rules: ['users/(?P<user>[0-9]+)'], keep_original_name: true", "/users/42/cart/9", "user=42")]
    [InlineData("rules: ['users/(?P<all>(?P<user>[0-9]+)/cart)(?P<none>x)?']", "/users/{all}/9", "all=42/cart user=42 none=")]
    [InlineData("rules: ['^/users']", "/users/42/cart/9", "")]
    public async Task Path_ToAttributes_TakesThemOutOfTheName(string rules, string name, string attributes)
    {
        OtlpSpan span = await RunAsync($"name: {{to_attributes: {{ {rules} }} }}", new OtlpSpan { Name = "/users/42/cart/9" });
        span.Name.ShouldBe(name);
        string.Join(' ', span.Attributes.Select(a => $"{a.Key}={a.Value.StringValue}")).ShouldBe(attributes);
    }

    [Theory]
    [InlineData("{code: Error, description: bad}", Status.Types.StatusCode.Error, "bad")]
    [InlineData("{code: Ok}", Status.Types.StatusCode.Ok, "")]
    [InlineData("{code: Unset}", Status.Types.StatusCode.Unset, "")]
    public async Task Path_Status_IsSet(string status, Status.Types.StatusCode code, string message)
    {
        OtlpSpan span = await RunAsync($"status: {status}", new OtlpSpan
        {
            Name = "n",
            Status = new Status { Code = Status.Types.StatusCode.Error, Message = "was" },
        });
        (span.Status ?? new Status()).ShouldBe(new Status { Code = code, Message = message });
    }

    [Theory]
    [InlineData("include: {match_type: strict, span_names: [n]}", Status.Types.StatusCode.Ok)]
    [InlineData("include: {match_type: strict, span_names: [other]}", Status.Types.StatusCode.Unset)]
    [InlineData("exclude: {match_type: regexp, span_names: [n]}", Status.Types.StatusCode.Unset)]
    public async Task Path_IncludeAndExclude_Choose(string choice, Status.Types.StatusCode code) =>
        ((await RunAsync($"status: {{code: Ok}}, {choice}", new OtlpSpan { Name = "n" })).Status?.Code ?? Status.Types.StatusCode.Unset)
            .ShouldBe(code);

    private static KeyValue Of(string key, AnyValue value) => new() { Key = key, Value = value };

    private static async Task<OtlpSpan> RunAsync(string settings, OtlpSpan span)
    {
        var block = new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } };
        var request = new ExportTraceServiceRequest { ResourceSpans = { block } };
        PathRig rig = PathRig.Traces($"span: {{ {settings} }}", "span", "test: {}", "test");
        await using (rig)
        {
            (await rig.DeliverAsync(request.ToByteArray())).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();
            byte[] received = rig.Exporter("test").Received.ShouldHaveSingleItem();
            return ExportTraceServiceRequest.Parser.ParseFrom(received).ResourceSpans[0].ScopeSpans[0].Spans[0];
        }
    }
}
