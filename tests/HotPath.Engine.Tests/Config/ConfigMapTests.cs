using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config;

public class ConfigMapTests
{
    private readonly ConfigErrors _errors = new();

    private string[] Errors => Read.Lines(_errors.Errors);

    private string[] Warnings => Read.Lines(_errors.Warnings);

    [Fact]
    public void Reads_WhatIsWritten_GiveItsValue()
    {
        ConfigMap map = Map("""
            text: hello
            quoted: '5'
            flag: True
            integer: 0x10
            negative: -1_000
            integral: 1e3
            number: 2.5
            wholeNumber: 2
            duration: 1h30m
            word: gzip
            anyCase: DETAILED
            texts: [a, '5', ]
            commas: a,b
            secret: hunter2
            map: {x: 1}
            list: [1, {a: b}]
            """);

        map.Text("text", "").ShouldBe("hello");
        map.Text("quoted", "").ShouldBe("5");
        map.Flag("flag", false).ShouldBeTrue();
        map.Integer("integer", 0).ShouldBe(16);
        map.Integer("negative", 0).ShouldBe(-1000);
        map.Integer("integral", 0).ShouldBe(1000);
        map.Number("number", 0).ShouldBe(2.5);
        map.Number("wholeNumber", 0).ShouldBe(2);
        map.Duration("duration", TimeSpan.Zero).ShouldBe(TimeSpan.FromMinutes(90));
        map.OneOf("word", "none", "none", "gzip").ShouldBe("gzip");
        map.OneOfAnyCase("anyCase", "basic", "basic", "detailed").ShouldBe("detailed");
        map.Texts("texts").ShouldBe(["a", "5"]);
        map.Texts("commas").ShouldBe(["a", "b"]);
        map.Secret("secret").Secret.ShouldBe("hunter2");
        map.Secret("secret").ToString().ShouldBe("[REDACTED]");
        map.Map("map").Integer("x", 0).ShouldBe(1);
        map.List("list").Count.ShouldBe(2);
        map.Done();
        Errors.ShouldBeEmpty();
        Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("other: 1")]
    public void Reads_WhatIsNotWritten_GiveTheFallback(string yaml)
    {
        ConfigMap map = Map(yaml);

        map.Text("a", "x").ShouldBe("x");
        map.Flag("a", true).ShouldBeTrue();
        map.Integer("a", 7, 0, 5).ShouldBe(7);
        map.Number("a", 7).ShouldBe(7);
        map.Duration("a", TimeSpan.FromSeconds(5)).ShouldBe(TimeSpan.FromSeconds(5));
        map.OneOf("a", "x", "y").ShouldBe("x");
        map.Texts("a", "x", "y").ShouldBe(["x", "y"]);
        map.Secret("a").IsEmpty.ShouldBeTrue();
        map.List("a").ShouldBeEmpty();
        map.Child("a").ShouldBeNull();
        map.Has("a").ShouldBeFalse();
        map.Map("a").Node.IsNull.ShouldBeTrue();
        Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("text: 5", "c.yaml:1:7: text: must be text, found the number 5: put it in quotes")]
    [InlineData("text: true", "c.yaml:1:7: text: must be text, found a flag (true): put it in quotes")]
    [InlineData("text: 2020-01-02", "c.yaml:1:7: text: must be text, found the date 2020-01-02: put it in quotes")]
    [InlineData("text: [a]", "c.yaml:1:7: text: must be text, found a list")]
    [InlineData("text: {a: b}", "c.yaml:1:7: text: must be text, found a map")]
    [InlineData("secret: 12345", "c.yaml:1:9: secret: must be text, found the number: put it in quotes")]
    [InlineData("flag: 'true'", "c.yaml:1:7: flag: must be true or false, found the text 'true' in quotes: remove them")]
    [InlineData("flag: yes", "c.yaml:1:7: flag: must be true or false, found the text 'yes': write true")]
    [InlineData("flag: Off", "c.yaml:1:7: flag: must be true or false, found the text 'Off': write false")]
    [InlineData("flag: 1", "c.yaml:1:7: flag: must be true or false, found the number 1")]
    [InlineData("integer: '5'", "c.yaml:1:10: integer: must be an integer, found the text '5' in quotes: remove them")]
    [InlineData("integer: five", "c.yaml:1:10: integer: must be an integer, found the text 'five'")]
    [InlineData("integer: 0", "c.yaml:1:10: integer: must be from 1 to 10, found the number 0")]
    [InlineData("integer: 99999999999999999999", "c.yaml:1:10: integer: must be an integer, found the number 99999999999999999999")]
    [InlineData("integer: 18446744073709551615", "c.yaml:1:10: integer: must be from 1 to 10, found the number 18446744073709551615")]
    [InlineData("integer: .nan", "c.yaml:1:10: integer: must be an integer, found the number .nan")]
    [InlineData("integer:", "c.yaml:1:1: integer: must be from 1 to 10, found nothing, which is 0")]
    [InlineData("atLeast: -1", "c.yaml:1:10: atLeast: must be at least 0, found the number -1")]
    [InlineData("number: x", "c.yaml:1:9: number: must be a number, found the text 'x'")]
    [InlineData("number: '1.5'", "c.yaml:1:9: number: must be a number, found the text '1.5' in quotes: remove them")]
    [InlineData("number: 1.5", "c.yaml:1:9: number: must be from 0 to 1, found the number 1.5")]
    [InlineData("number: .nan", "c.yaml:1:9: number: must be from 0 to 1, found the number .nan")]
    [InlineData("duration: -1s", "c.yaml:1:11: duration: must not be negative, found the text '-1s'")]
    [InlineData("duration: true", "c.yaml:1:11: duration: must be a duration such as 200ms, 5s or 1h30m, found a flag (true)")]
    [InlineData("word: gizp", "c.yaml:1:7: word: must be one of gzip, none or '', found the text 'gizp'; did you mean 'gzip'?")]
    [InlineData("word: lz4", "c.yaml:1:7: word: must be one of gzip, none or '', found the text 'lz4'")]
    [InlineData("word: [gzip]", "c.yaml:1:7: word: must be one of gzip, none or '', found a list")]
    [InlineData("version: 1.3", "c.yaml:1:10: version: must be one of 1.2 or 1.3, found the number 1.3: put it in quotes")]
    [InlineData("list: otlp", "c.yaml:1:7: list: must be a list: write [otlp], found the text 'otlp'")]
    [InlineData("list: {a: 1}", "c.yaml:1:7: list: must be a list, found a map")]
    [InlineData("texts: 5", "c.yaml:1:8: texts: must be a list of texts, found the number 5")]
    [InlineData("texts: [a, 5]", "c.yaml:1:12: texts[1]: must be text, found the number 5: put it in quotes")]
    [InlineData("map: x", "c.yaml:1:6: map: must be a map (lines of key: value), found the text 'x'")]
    public void Reads_AWrongValue_NamePlacePathFoundAllowedAndRemedy(string yaml, string error)
    {
        ReadAll(Map(yaml));

        Errors.ShouldBe([error]);
    }

    [Fact]
    public void Duration_ThatGoRefuses_SaysWhyAndHow()
    {
        Map("duration: 5 seconds").Duration("duration", TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.FromSeconds(1));

        Errors.ShouldBe(
            ["c.yaml:1:11: duration: '5 seconds' is not a duration (there is no unit ' seconds'): "
                + "write numbers with units (ns, us, ms, s, m, h), such as 200ms, 5s or 1h30m"]);
    }

    [Fact]
    public void Duration_WithoutUnit_IsNanosecondsWithAWarning()
    {
        Map("duration: 5").Duration("duration", TimeSpan.Zero).ShouldBe(TimeSpan.FromTicks(1));

        Warnings.ShouldBe(
            ["c.yaml:1:11: duration: '5' has no unit and is read as nanoseconds, as the Collector does: "
                + "write 5s for seconds, 5ns if meant"]);
    }

    [Fact]
    public void Duration_OfBareZero_IsZeroWithoutAWarning()
    {
        Map("duration: 0").Duration("duration", TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.Zero);

        Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Duration_Negative_IsReadWhereAllowed() =>
        Map("duration: -1.5s").Duration("duration", TimeSpan.Zero, allowNegative: true).ShouldBe(TimeSpan.FromSeconds(-1.5));

    [Fact]
    public void Integer_WithAFraction_IsCutWithAWarning()
    {
        Map("integer: 1.9").Integer("integer", 0).ShouldBe(1);

        Warnings.ShouldBe(["c.yaml:1:10: integer: '1.9' is cut to 1, as the Collector does: write an integer"]);
    }

    [Fact]
    public void Reads_OfBlankScalars_GiveZeroAndWarnWhereTheDefaultIsAnother()
    {
        ConfigMap map = Map("a:\nb: ~\nc: ${EMPTY}\nd: null\ne:\n", ("EMPTY", ""));

        map.Duration("a", TimeSpan.FromMilliseconds(200)).ShouldBe(TimeSpan.Zero);
        map.Flag("b", true).ShouldBeFalse();
        map.Integer("c", 8192).ShouldBe(0);
        map.Text("d", "gzip").ShouldBe("");
        map.Integer("e", 0).ShouldBe(0);

        const string remedy = ", as in the Collector: remove the key or give it a value";
        Warnings.ShouldBe(
        [
            $"c.yaml:1:1: a: is blank and reads as 0, not as the default of 200ms{remedy}",
            $"c.yaml:2:4: b: is blank and reads as false, not as the default of true{remedy}",
            $"c.yaml:3:4: c: ${{EMPTY}} is empty and reads as 0, not as the default of 8192{remedy}",
            $"c.yaml:4:4: d: is blank and reads as empty text, not as the default of 'gzip'{remedy}",
        ]);
        Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("section:")]
    [InlineData("section: ~")]
    [InlineData("section: {}")]
    [InlineData("section: ${EMPTY}")]
    public void Map_OfABlankSection_ReadsAsAllDefaults(string yaml)
    {
        ConfigMap map = Map(yaml, ("EMPTY", ""));

        map.Has("section").ShouldBeTrue();
        map.Map("section").Integer("x", 5).ShouldBe(5);
        map.Done();
        Errors.ShouldBeEmpty();
    }

    [Fact]
    public void Reads_OfAReferencedValue_NameTheReference()
    {
        ConfigMap map = Map("a: ${T}\nb: x${T}\nc: ${M}\n", ("T", "soon"), ("M", "{x: {y: z}}"));

        map.Duration("a", TimeSpan.Zero);
        map.Integer("b", 0);
        map.Map("c").Map("x").Integer("y", 0);

        Errors.Length.ShouldBe(3);
        Errors[0].ShouldStartWith("c.yaml:1:4: a: 'soon' (from ${T}) is not a duration");
        Errors[1].ShouldBe("c.yaml:2:4: b: must be an integer, found the text 'xsoon' (from x${T})");
        Errors[2].ShouldBe("c.yaml:3:4: c::x::y: must be an integer, found the text 'z' (from ${M})");
    }

    [Fact]
    public void Reads_OfATokenWhereACollectionIsWanted_DoNotShowIt()
    {
        ConfigMap map = Map("a: ${T}\nb: ${T}\nc: ${N}\n", ("T", "hunter2"), ("N", "12345"));

        map.Map("a");
        map.List("b");
        map.Texts("c");

        Errors.ShouldBe(
        [
            "c.yaml:1:4: a: must be a map (lines of key: value), found the text (from ${T})",
            "c.yaml:2:4: b: must be a list, found the text (from ${T})",
            "c.yaml:3:4: c: must be a list of texts, found the number (from ${N})",
        ]);
    }

    [Fact]
    public void Reads_OfABrokenValue_GiveTheFallbackAndSayNothingMore()
    {
        ConfigMap map = Map("a: ${s3:x}\nb: ${s3:y}\nc: ${s3:z}\nd: ${s3:z}\n");

        map.Integer("a", 5).ShouldBe(5);
        map.Map("b").Done();
        map.List("c").ShouldBeEmpty();
        map.NotBuilt("d");
        map.Done();

        Errors.Length.ShouldBe(4);
        Errors.ShouldAllBe(e => e.Contains("there is no scheme 's3'"));
    }

    [Fact]
    public void NotBuilt_AWrittenKey_IsRefusedByNameAtItsLine()
    {
        ConfigMap map = Map("x: 1\nauth:\n  authenticator: a\nkeepalive: {}\n");

        map.Integer("x", 0);
        map.NotBuilt("auth");
        map.NotBuilt("keepalive", "leave it out, the defaults are the same");
        map.NotBuilt("middlewares");
        map.Done();

        Errors.ShouldBe(
        [
            "c.yaml:2:1: auth: known to the Collector, but not built in HotPath yet: remove the key",
            "c.yaml:4:1: keepalive: known to the Collector, but not built in HotPath yet: leave it out, the defaults are the same",
        ]);
    }

    [Fact]
    public void Error_AtAKeyThatIsNotWritten_StandsAtTheParent()
    {
        ConfigMap map = Map("a:\n  otlp:\n    x: 1\n").Map("a").Map("otlp");

        map.Error("endpoint", "is required");
        map.Error("x", "is odd");
        map.Map("tls").Warn("insecure", "is absent");

        Errors.ShouldBe(["c.yaml:2:3: a::otlp::endpoint: is required", "c.yaml:3:8: a::otlp::x: is odd"]);
        Warnings.ShouldBe(["c.yaml:2:3: a::otlp::tls::insecure: is absent"]);
    }

    private void ReadAll(ConfigMap map)
    {
        map.Text("text", "");
        map.Secret("secret");
        map.Flag("flag", false);
        map.Integer("integer", 5, 1, 10);
        map.Integer("atLeast", 5, 0);
        map.Number("number", 0, 0, 1);
        map.Duration("duration", TimeSpan.Zero);
        map.OneOf("word", "", "gzip", "none", "");
        map.OneOf("version", "1.2", "1.2", "1.3");
        map.List("list");
        map.Texts("texts");
        map.Map("map");
        map.Done();
    }

    private ConfigMap Map(string yaml, params (string Name, string Value)[] environment) =>
        new(Read.Text(yaml, _errors, environment), _errors);
}
