using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HotPath.Engine.Config.Yaml;

/// <summary>
/// Composes nodes from the parser's events as yaml.v3 does: anchors and aliases, merge keys, tags, one document, no key twice.
/// Goes on behind a fault wherever the text still makes sense, so that one reading finds them all.
/// </summary>
internal sealed class YamlReader
{
    private readonly YamlOrigin _origin;
    private readonly NodeBudget _budget;
    private readonly Parser _parser;
    private readonly List<ConfigError> _faults = [];
    private readonly Dictionary<string, Anchored?> _anchors = [];

    private YamlReader(string text, YamlOrigin origin, NodeBudget budget)
    {
        _origin = origin;
        _budget = budget;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Reads a text that holds one YAML document or nothing.</summary>
    public static YamlResult Read(string text, YamlOrigin origin, NodeBudget budget)
    {
        var reader = new YamlReader(text, origin, budget);
        YamlNode root;
        try
        {
            root = reader.Stream();
        }
        catch (YamlException e)
        {
            reader._faults.Add(SyntaxFault.Describe(e, text, origin));
            root = YamlNode.Broken(reader._faults[^1].Position);
        }
        catch (YamlFaultException e)
        {
            reader._faults.Add(e.Fault);
            return new YamlResult(YamlNode.Broken(e.Fault.Position), reader._faults, PastLimit: true);
        }
        return new YamlResult(root, reader._faults);
    }

    private YamlNode Stream()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return YamlNode.Null(_origin.At(Mark.Empty));
        }
        YamlNode root = Node("", 0);
        _parser.Consume<DocumentEnd>();
        while (_parser.TryConsume<DocumentStart>(out var second))
        {
            YamlNode more = Node("", 0);
            _parser.Consume<DocumentEnd>();
            if (more.Scalar != ScalarKind.Null)
            {
                Fault(second.Start, "", "a second YAML document begins here, and the Collector reads only the first: "
                    + "remove the line --- or move what follows to a file of its own and name it with another --config");
                break;
            }
        }
        return root;
    }

    private YamlNode Node(string path, int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Alias(alias, path);
        }
        var start = (NodeEvent)_parser.Current!;
        if (depth > ConfigLimits.MaxDepth)
        {
            throw Stop(start.Start, path, $"maps and lists are nested more than {ConfigLimits.MaxDepth} deep");
        }
        int before = _budget.Used;
        Take(1, start.Start, path);
        string? anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null)
        {
            _anchors[anchor] = null;
        }
        YamlNode node = start switch
        {
            Scalar => ReadScalar(path),
            SequenceStart => ReadList(path, depth),
            _ => ReadMap(path, depth),
        };
        if (anchor is not null)
        {
            _anchors[anchor] = new Anchored(node, _budget.Used - before);
        }
        return node;
    }

    private YamlNode Alias(AnchorAlias alias, string path)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out Anchored? target))
        {
            Fault(alias.Start, path, $"the alias *{alias.Value.Value} names no anchor above it: write &{alias.Value.Value} before the value it stands for");
            return YamlNode.Broken(_origin.At(alias.Start));
        }
        if (target is null)
        {
            Fault(alias.Start, path, $"the alias *{alias.Value.Value} stands inside the very value that it names");
            return YamlNode.Broken(_origin.At(alias.Start));
        }
        Take(target.Size, alias.Start, path);
        return target.Node;
    }

    private YamlNode ReadScalar(string path)
    {
        var scalar = _parser.Consume<Scalar>();
        if (ScalarTag.TryRead(scalar, _origin.At(scalar.Start), out YamlNode node, out string? fault))
        {
            return node with { Reference = _origin.Reference };
        }
        Fault(scalar.Start, path, fault);
        return YamlNode.Broken(_origin.At(scalar.Start));
    }

    private YamlNode ReadList(string path, int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node($"{path}[{items.Count}]", depth + 1));
        }
        return YamlNode.List(_origin.At(start.Start), items);
    }

    private YamlNode ReadMap(string path, int depth)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var merged = new List<YamlEntry>();
        var seen = new Dictionary<string, ConfigPosition>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            (string? key, Mark mark, bool merge) = ReadKey(path, depth);
            ConfigPosition at = _origin.At(mark);
            string below = path.Length == 0 ? key ?? "" : $"{path}::{key}";
            YamlNode value = Named(below, at, depth);
            if (key is null)
            {
                continue;
            }
            if (!seen.TryAdd(key, at))
            {
                Fault(mark, below, $"the key is written twice; the first is at {seen[key]}: keep one of them");
            }
            else if (merge)
            {
                MergeKey.Add(value, at, merged, fault => _faults.Add(fault with { Path = path }));
            }
            else
            {
                entries.Add(new YamlEntry(key, at, value));
            }
        }
        entries.AddRange(merged.Where(m => !seen.ContainsKey(m.Key)));
        return YamlNode.Map(_origin.At(start.Start), entries);
    }

    private (string? Key, Mark At, bool Merge) ReadKey(string path, int depth)
    {
        Mark mark = _parser.Current!.Start;
        bool plain = _parser.Current is Scalar { Style: ScalarStyle.Plain, Tag.IsEmpty: true };
        YamlNode node = Node(path, depth + 1);
        if (node.Kind == YamlKind.Scalar)
        {
            return (node.Text, mark, plain && node.Text == "<<");
        }
        if (node.Kind != YamlKind.Broken)
        {
            string what = node.Kind == YamlKind.Map ? "a map" : "a list";
            Fault(mark, path, $"{what} stands where a key should: text that begins with {{ or [ must be quoted");
        }
        return (null, mark, false);
    }

    // A block's or a blank's own mark is somewhere behind its key; a person looks for the key.
    private YamlNode Named(string path, ConfigPosition key, int depth)
    {
        bool atKey = _parser.Current is MappingStart { Style: MappingStyle.Block } or SequenceStart { Style: SequenceStyle.Block }
            or Scalar { Style: ScalarStyle.Plain, Value.Length: 0 };
        YamlNode value = Node(path, depth + 1);
        return atKey ? value with { Position = key } : value;
    }

    private void Take(int nodes, Mark mark, string path)
    {
        if (!_budget.TryTake(nodes))
        {
            throw Stop(mark, path, $"the configuration holds more than {ConfigLimits.MaxNodes} values once its aliases are written out");
        }
    }

    private void Fault(Mark mark, string path, string message) => _faults.Add(new ConfigError(_origin.At(mark), path, message));

    private YamlFaultException Stop(Mark mark, string path, string message) => new(new ConfigError(_origin.At(mark), path, message));

    /// <summary>An anchor's value and how many values it holds.</summary>
    private sealed record Anchored(YamlNode Node, int Size);
}
