using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config;

public sealed class ConfigComposerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hotpath-config-").FullName;
    private readonly ConfigErrors _errors = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Compose_FilesVariablesAndYaml_MergeInOrder()
    {
        string first = File("first.yaml", "p: {batch: {timeout: 1s, size: 1}, filter: {}}\n");
        string second = File("second.yaml", "p: {batch: {timeout: 2s}}\n");

        ConfigNode root = Read.Sources(
            _errors,
            [first, $"file:{second}", "env:MORE", "yaml:p::batch::timeout: 4s"],
            ["p.batch.size=5"],
            ("MORE", "p: {batch: {timeout: 3s, more: x}}"));

        _errors.Any.ShouldBeFalse();
        Read.Shown(root).ShouldBe("{p: {batch: {timeout: '4s', size: 5, more: 'x'}, filter: {}}}");
    }

    [Theory]
    [InlineData("a.b.c=5s", "{a: {b: {c: '5s'}}}")]
    [InlineData("a.b=[x, 1, {y: z}]", "{a: {b: ['x', 1, {y: 'z'}]}}")]
    [InlineData("a={x: 1}", "{a: {x: 1}}")]
    [InlineData("exporters.otlp/foo.endpoint=h:1", "{exporters: {otlp/foo: {endpoint: 'h:1'}}}")]
    [InlineData("a=", "{a: null}")]
    [InlineData(" a = b=c ", "{a: 'b=c'}")]
    [InlineData("a=\"5\"", "{a: '5'}")]
    [InlineData("a=${env:X:-7}", "{a: 7}")]
    public void Compose_Set_IsYamlUnderADottedKey(string set, string shown)
    {
        ConfigNode root = Read.Sources(_errors, [], [set]);

        Read.Lines(_errors.Errors).ShouldBeEmpty();
        Read.Shown(root).ShouldBe(shown);
    }

    [Theory]
    [InlineData("a.b", "--set a.b: there is no = in it: write --set processors.batch.timeout=2s")]
    [InlineData("=5", "--set : there is no key before the =: write --set processors.batch.timeout=2s")]
    [InlineData("a=b: c", "--set a: not valid YAML: a second ': ' in one value: put the value in quotes")]
    [InlineData("a=[1", "--set a: not valid YAML: the [ that opens here is never closed")]
    public void Compose_BadSet_IsAnErrorThatNamesIt(string set, string error)
    {
        Read.Sources(_errors, [], [set]);

        Read.Lines(_errors.Errors).ShouldBe([error]);
    }

    [Fact]
    public void Compose_ErrorsInASetValue_NameTheSet()
    {
        ConfigNode root = Read.Sources(_errors, ["yaml:b: {timeout: 1s}"], ["b.timeout=5 s"]);
        var map = new ConfigMap(root, _errors).Map("b");

        map.Duration("timeout", TimeSpan.Zero);

        Read.Lines(_errors.Errors).ShouldHaveSingleItem().ShouldStartWith("--set b.timeout: b::timeout: '5 s' is not a duration");
    }

    [Theory]
    [InlineData("a::b: 1\na: {c: 2}", "{a: {b: 1, c: 2}}")]
    [InlineData("a: {b::c: 1}", "{a: {b: {c: 1}}}")]
    [InlineData("l: [{a::b: 1}]", "{l: [{a: {b: 1}}]}")]
    [InlineData("a: {b: 1}\na::b: 2", "{a: {b: 2}}")]
    public void Compose_DoubleColonsInKeys_Nest(string yaml, string shown) => Read.Shown(Read.Good(yaml)).ShouldBe(shown);

    [Fact]
    public void Compose_SourcesThatCannotBeRead_AreNamedWithTheReason()
    {
        string missing = Path.Combine(_folder, "missing.yaml");
        string lost = Path.Combine(_folder, "none", "c.yaml");
        string large = File("large.yaml", new string('#', ConfigLimits.MaxSourceBytes + 1));
        string binary = Path.Combine(_folder, "binary.yaml");
        System.IO.File.WriteAllBytes(binary, [0x61, 0xff, 0x62]);

        Read.Sources(_errors, [missing, lost, _folder, large, binary, "http:c.yaml", "s3:bucket", "env:1X", "yaml:- a", "file:"], []);

        Read.Lines(_errors.Errors).ShouldBe(
        [
            $"{missing}: cannot read the file {missing}: there is none (looked for {missing})",
            $"{lost}: cannot read the file {lost}: its directory does not exist (looked for {lost})",
            $"{_folder}: cannot read the file {_folder}: it is a directory",
            $"{large}: cannot read the file {large}: it is larger than 4 MiB",
            $"{binary}: cannot read the file {binary}: it is not UTF-8 text (byte 0xff)",
            "http:c.yaml: 'http:c.yaml' is not a URL: write http://host:port/path",
            "s3:bucket: there is no scheme 's3'; use file, env, yaml, http or https",
            "env:1X: '1X' cannot name an environment variable: letters, digits and _ only, and no digit first",
            "yaml:- a: the configuration must be a map (lines of key: value), found a list",
            ": the file's path is empty: write file:path",
        ]);
    }

    [Fact]
    public void Compose_UnreadableSources_DoNotHideTheOthersErrors()
    {
        ConfigNode root = Read.Sources(_errors, ["yaml:a: [", "yaml:a: {b: 1, b: 2}", "yaml:c: 3"], []);

        _errors.Errors.Count.ShouldBe(2);
        Read.Shown(root).ShouldBe("{a: {b: 1}, c: 3}");
    }

    [Fact]
    public void Compose_MoreThanAHundredSources_IsRefused()
    {
        string[] sets = [.. Enumerable.Range(1, 101).Select(i => $"a{i}={i}")];

        Read.Sources(_errors, [], sets);

        Read.Lines(_errors.Errors).ShouldBe(["--set a101: there are 101 sources, and at most 100 are read: merge some of them"]);
    }

    [Fact]
    public void Compose_ANameWithASecret_IsCutAtItsKey() =>
        ConfigSource.Config("yaml:exporters::otlp::headers::token: hunter2").Name.ShouldBe("yaml:exporters::otlp::headers::token: …");

    [Fact]
    public void Compose_AnIncludedFile_HasPositionsOfItsOwn()
    {
        string tls = File("tls.yaml", "# shared\ninsecure: true\ncert: x\n");
        string main = File("main.yaml", $"a: 1\ntls: ${{file:{tls}}}\n");
        ConfigNode root = Read.Sources(_errors, [main], []);
        var map = new ConfigMap(root, _errors);
        ConfigMap included = map.Map("tls");

        included.Flag("insecure", false).ShouldBeTrue();
        map.Integer("a", 0);
        map.Done();

        included.Node.Position.ToString().ShouldBe($"{main}:2:6");
        Read.Lines(_errors.Errors).ShouldBe([$"{tls}:3:1: tls::cert: unknown key; valid here: insecure"]);
    }

    [Fact]
    public void Compose_AnIncludedFileThatIsNotYaml_IsTextAndATypeErrorSaysWhy()
    {
        string tls = File("tls.yaml", "insecure: true\ninsecure: false\n");
        ConfigNode root = ConfigComposer.FromText($"tls: ${{file:{tls}}}", "c.yaml", _errors);

        new ConfigMap(root, _errors).Map("tls");

        Read.Lines(_errors.Errors).ShouldHaveSingleItem().ShouldEndWith(
            $"(from ${{file:{tls}}}): it is read as text because it is not usable as YAML: the key is written twice; "
                + $"the first is at {tls}:1:1: keep one of them ({tls}:2:1)");
    }

    [Fact]
    public void Compose_ATokenFileWithALineBreak_KeepsItWithAWarning()
    {
        string token = File("token", "hunter2\n");
        ConfigNode root = ConfigComposer.FromText($"token: ${{file:{token}}}", "c.yaml", _errors);

        new ConfigMap(root, _errors).Secret("token").Secret.ShouldBe("hunter2\n");
        Read.Lines(_errors.Warnings).ShouldBe(
            [$"c.yaml:1:8: token: what ${{file:{token}}} brings ends in a line break, which stays part of the value, as in the Collector: "
                + "remove it from the file"]);
    }

    private string File(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
