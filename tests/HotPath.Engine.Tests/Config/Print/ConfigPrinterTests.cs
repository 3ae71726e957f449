using HotPath.Engine.Config;
using HotPath.Engine.Config.Print;

namespace HotPath.Engine.Tests.Config.Print;

public class ConfigPrinterTests
{
    private const string Values =
        """
        a: {empty: {}, none: [], null: ~, text: plain, quoted: "0123", yes: yes, on: 'on', n: 5, h: 0x1F, f: 1.5, i: .inf,
          d: 2026-01-02, t: true}
        list: [a, [b, {c: d}], {e: [f]}, "multi\nline", "ends: ", "- x", "# no", "'", "\"", "tab\t", "Grüße ☕", "", " x ",
          "[x]", "*a", "%", "@"]
        "odd key: ": 1
        "5": 2
        "true": 3
        dollar: $$x
        """;

    private static string Yaml(ConfigNode root, IReadOnlySet<string>? secrets = null)
    {
        var text = new StringWriter();
        ConfigPrinter.Yaml(root, secrets, text);
        return text.ToString();
    }

    [Fact]
    public void Yaml_AnyValue_ReadsAsTheSame()
    {
        ConfigNode root = Read.Good(Values);
        Read.Shown(Read.Good(Yaml(root).Replace("$", "$$", StringComparison.Ordinal))).ShouldBe(Read.Shown(root));
    }

    [Fact]
    public void Yaml_MapsAndLists_AreIndentedByTwo() =>
        Yaml(Read.Good("{a: {b: [c, {d: e, f: 1}]}, g: {}}")).ReplaceLineEndings("\n").ShouldBe(
            "a:\n  b:\n    - c\n    - d: e\n      f: 1\ng: {}\n");

    [Fact]
    public void Json_AnyValue_KeepsItsType()
    {
        var text = new StringWriter();
        ConfigPrinter.Json(Read.Good("{a: 1, h: 0x1F, f: 1.5, i: .inf, t: true, n: ~, s: '5', l: [x], g: 'Grüße <&>'}"), null, text);
        text.ToString().ReplaceLineEndings("\n").ShouldBe(
            """
            {
              "a": 1,
              "h": 31,
              "f": 1.5,
              "i": ".inf",
              "t": true,
              "n": null,
              "s": "5",
              "l": [
                "x"
              ],
              "g": "Grüße <&>"
            }

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Yaml_Secrets_AreRedactedByNameByReadingAndInsideUrls()
    {
        ConfigNode root = Read.Good(
            """
            exporters:
              otlp/token:
                {endpoint: "https://me:geheim@host:1/p", headers: {authorization: geheim, x: 5}, tls: {key_pem: geheim, ca_file: ca.pem}}
              kafka: {headers: [{name: shown, value: geheim}], auth: {sasl: {username: me, password: geheim}}, odd: geheim}
            """);

        string shown = Yaml(root, new HashSet<string> { "exporters::kafka::odd" });

        shown.ShouldNotContain("geheim");
        shown.ShouldContain("endpoint: https://me:[REDACTED]@host:1/p");
        shown.ShouldContain("ca_file: ca.pem");
        shown.ShouldContain("name: shown");
        shown.ShouldContain("username: me");
        shown.ShouldContain("x: '[REDACTED]'");
        Yaml(root).ShouldContain("password: geheim");
    }
}
