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
    private readonly YamlEvents _events;
    private readonly List<ConfigError> _faults = [];
    private readonly Dictionary<string, Anchored?> _anchors = [];

    private YamlReader(string text, YamlOrigin origin, NodeBudget budget)
    {
        _origin = origin;
        _budget = budget;
        _events = new YamlEvents(text);
    }

    /// <summary>Reads a text that holds one YAML document or nothing.</summary>
    public static YamlResult Read(string text, YamlOrigin origin, NodeBudget budget)
    {
        text = text.TrimStart('\uFEFF');
        if (SyntaxFault.Control(text, origin) is { } control)
        {
            return new YamlResult(YamlNode.Broken(control.Position), [control]);
        }
        origin = origin with { Lines = text.AsSpan().Count('\n') + text.AsSpan().Count('\r') + 1 };
        YamlResult result = Attempt(text, origin, budget);
        if (result is { Root.Kind: YamlKind.Broken, PastLimit: false }
            && LooseIndentation.TryMend(text, out string mended, out IReadOnlyList<int> added)
            && Attempt(mended, origin with { Added = added }, budget) is { Root.Kind: not YamlKind.Broken } again)
        {
            return again;
        }
        return result;
    }

    private static YamlResult Attempt(string text, YamlOrigin origin, NodeBudget budget)
    {
        var reader = new YamlReader(text, origin, budget);
        try
        {
            return new YamlResult(reader.Stream(), reader._faults);
        }
        catch (YamlFaultException e)
        {
            reader._faults.Add(e.Fault);
            return new YamlResult(YamlNode.Broken(e.Fault.Position), reader._faults, PastLimit: true);
        }
        catch (YamlException e)
        {
            // Some of the parser's faults carry no position.
            reader.Syntax(text, e.Start.Index == 0 ? reader._events.Current.Start : e.Start, e.Message);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The scanner's answer to a bracket that is left open in front of a block.
            reader.Syntax(text, reader._events.Current.Start, "");
        }
        return new YamlResult(YamlNode.Broken(reader._faults[^1].Position), reader._faults);
    }

    private void Syntax(string text, Mark mark, string reason) =>
        _faults.Add(SyntaxFault.Describe(text, mark, reason, _events.OpenBracket, _origin));

    private YamlNode Stream()
    {
        _events.Next();
        YamlNode? root = null;
        while (true)
        {
            _events.Next();
            if (_events.Current is not DocumentStart)
            {
                return root ?? YamlNode.Null(_origin.At(Mark.Empty));
            }
            Mark start = _events.Current.Start;
            _events.Next();
            YamlNode document = Node("", 0);
            if (root is null)
            {
                root = document;
            }
            else if (document.Scalar != ScalarKind.Null)
            {
                Fault(start, "", "a second YAML document begins here, and the Collector reads only the first: "
                    + "remove the line --- or move what follows to a file of its own and name it with another --config");
                return root;
            }
        }
    }

    private YamlNode Node(string path, int depth)
    {
        if (_events.Current is AnchorAlias alias)
        {
            _events.Next();
            return Alias(alias, path);
        }
        if (_events.Current is not NodeEvent start)
        {
            // The parser leaves out the blank value of a lone ':' at the end of a list element.
            return YamlNode.Null(_origin.At(_events.Current.Start));
        }
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
            Scalar scalar => ReadScalar(scalar, path),
            SequenceStart list => ReadList(list, path, depth),
            _ => ReadMap((MappingStart)start, path, depth),
        };
        _events.Next();
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
            // Where a secret belongs, it is one that begins with a star and is not quoted.
            string name = SecretKeys.IsSecret(path) ? "…" : alias.Value.Value;
            Fault(alias.Start, path, $"the alias *{name} names no anchor above it: write &{name} before the value it stands for, "
                + "or put the text in quotes if the star is part of it");
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

    private YamlNode ReadScalar(Scalar scalar, string path)
    {
        if (ScalarTag.TryRead(scalar, _origin.At(scalar.Start), out YamlNode node, out string? fault))
        {
            return node with { Reference = _origin.Reference };
        }
        Fault(scalar.Start, path, fault);
        return YamlNode.Broken(_origin.At(scalar.Start));
    }

    // From here on the current event is the last of the node when its reader returns.
    private YamlNode ReadList(SequenceStart start, string path, int depth)
    {
        _events.Next();
        var items = new List<YamlNode>();
        while (_events.Current is not SequenceEnd)
        {
            items.Add(Node($"{path}[{items.Count}]", depth + 1));
        }
        return YamlNode.List(_origin.At(start.Start), items);
    }

    private YamlNode ReadMap(MappingStart start, string path, int depth)
    {
        _events.Next();
        // The map of a pair in a list, as in [a: b], has no mark of its own.
        Mark begin = start.Start.Index == 0 ? _events.Current.Start : start.Start;
        var entries = new List<YamlEntry>();
        var merged = new List<YamlEntry>();
        var seen = new Dictionary<string, ConfigPosition>();
        while (_events.Current is not MappingEnd)
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
        return YamlNode.Map(_origin.At(begin), entries);
    }

    private (string? Key, Mark At, bool Merge) ReadKey(string path, int depth)
    {
        Mark mark = _events.Current.Start;
        bool plain = _events.Current is Scalar { Style: ScalarStyle.Plain, Tag.IsEmpty: true };
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
        bool atKey = _events.Current is MappingStart { Style: MappingStyle.Block } or SequenceStart { Style: SequenceStyle.Block }
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

    private YamlFaultException Stop(Mark mark, string path, string message) =>
        new(new ConfigError(_origin.At(mark), ConfigNode.Shorten(path), message));

    /// <summary>An anchor's value and how many values it holds.</summary>
    private sealed record Anchored(YamlNode Node, int Size);
}
