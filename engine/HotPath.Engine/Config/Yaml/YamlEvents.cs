using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HotPath.Engine.Config.Yaml;

/// <summary>
/// The parser's events, looked at one by one. Remembers what a syntax fault needs to be told well: which brackets are open.
/// </summary>
internal sealed class YamlEvents(string text)
{
    private readonly Parser _parser = new(new Scanner(new StringReader(text), skipComments: true));

    // The maps and lists around the current event: a mark for [ and {, null for a block.
    private readonly Stack<Mark?> _open = [];

    /// <summary>The event that is looked at.</summary>
    public ParsingEvent Current { get; private set; } = new StreamStart();

    /// <summary>The innermost <c>[</c> or <c>{</c> that is not closed yet; null outside of brackets.</summary>
    public Mark? OpenBracket => _open.TryPeek(out Mark? open) ? open : null;

    /// <summary>Goes to the next event. Throws what the parser throws; <see cref="Current"/> then stays.</summary>
    public void Next()
    {
        switch (Current)
        {
            case SequenceStart list:
                _open.Push(list.Style == SequenceStyle.Flow ? list.Start : null);
                break;
            case MappingStart map:
                // The map of a pair in a list, as in [a: b], has neither braces nor a mark.
                bool isPair = map.Start.Index == 0 && _open.Count > 0;
                _open.Push(map.Style == MappingStyle.Flow && !isPair ? map.Start : null);
                break;
            case SequenceEnd or MappingEnd:
                _open.Pop();
                break;
        }
        _parser.MoveNext();
        Current = _parser.Current!;
    }
}
