using HotPath.Engine.Config;
using HotPath.Engine.Config.Print;
using HotPath.Engine.Config.Yaml;
using HotPath.Fuzz.Running;
using HotPath.Testing;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// YAML: never an exception, every fault has a place inside the text, and what was read is printed as YAML that reads as the same.
/// </summary>
internal sealed class YamlTarget : IFuzzTarget
{
    private const int MostText = 4096;

    public string Name => "yaml";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Directory.GetFiles(RepositoryRoot.Combine("tests", "configs"), "*.yaml").Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
        .. FuzzTexts.Of(
            "a: &x {b: 1}\nc: *x\n<<: *x\n", "a: |+\n  text\n\n\nb: >-\n  folded\n  text\n", "? {a: b}\n: c\n",
            "- [a: b, c]\n- !!int \"3\"\n- 'it''s'\n- \"\\x41\\u00e9\\\n  b\"\n",
            "a: 1\n---\nb: 2\n...\n", "key:\n- unindented\n- list\n", "%YAML 1.2\n---\na: ~\n"),
    ];

    public IReadOnlyList<byte[]> Tokens { get; } = FuzzTexts.Of(
        "  ", "- ", ": ", ":", "::", "\n---\n", "\n...\n", "<<: ", "*a", "&a ", "!!int ", "!!binary ", "!<x> ", "|\n", ">-\n", "|2+\n",
        "\n", "\r\n", "\t", "? ", "[", "]", "{", "}", ",", "'", "\"",
        "# c", "%TAG ! x\n", "\u2028", "\u0085", "\uFEFF", "\0", "\\x", "\\u12", "~", "null", "yes", "0x1F", "1e3", ".nan", "2001-12-14",
        "${env:X}", "@", "`");

    public int Run(ReadOnlySpan<byte> input)
    {
        string text = Invariant.Text(input);
        YamlResult read = YamlReader.Read(text, new YamlOrigin("c.yaml"), new NodeBudget());
        int lines = text.Count(static c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 1;
        foreach (ConfigError fault in read.Faults)
        {
            Invariant.Holds(fault.Position.Line >= 1 && fault.Position.Line <= lines && fault.Position.Column >= 1,
                $"a fault at {fault.Position} of {lines} lines");
            Invariant.Holds(fault.Message.Length > 10, "a fault without a message");
        }

        if (read.Faults.Count > 0)
        {
            return FuzzTexts.Mix(read.Faults.Count, FuzzTexts.Kind(read.Faults[0].Message), (int)read.Root.Kind);
        }

        Invariant.Holds(!IsBroken(read.Root), "something broken without a fault");
        if (text.Length <= MostText)
        {
            PrintAndRead(read.Root);
        }

        return FuzzTexts.Mix((int)read.Root.Kind, Shape(read.Root));
    }

    public void Dispose()
    {
    }

    private static void PrintAndRead(YamlNode root)
    {
        string json = Print(root, ConfigPrinter.Json);
        string yaml = Print(root, ConfigPrinter.Yaml);
        YamlResult again = YamlReader.Read(yaml, new YamlOrigin("printed"), new NodeBudget());
        Invariant.Holds(again.Faults.Count == 0, $"what was printed is not read: {(again.Faults.Count > 0 ? again.Faults[0] : null)}");
        Invariant.Holds(Print(again.Root, ConfigPrinter.Json) == json, $"what was printed reads as something else: {yaml}");
    }

    private static string Print(YamlNode root, Action<ConfigNode, IReadOnlySet<string>?, TextWriter> print)
    {
        using var to = new StringWriter { NewLine = "\n" };
        print(new ConfigNode(root, "", root.Position), null, to);
        return to.ToString();
    }

    private static bool IsBroken(YamlNode node) =>
        node.Kind == YamlKind.Broken || node.Items.Any(IsBroken) || node.Entries.Any(static entry => IsBroken(entry.Value));

    private static int Shape(YamlNode node) => node.Kind == YamlKind.Scalar
        ? FuzzTexts.Mix((int)node.Scalar, node.Quoted ? 1 : 0)
        : FuzzTexts.Mix([(int)node.Kind, .. node.Items.Select(Shape).Distinct(),
            .. node.Entries.Select(static entry => Shape(entry.Value)).Distinct()]);
}
