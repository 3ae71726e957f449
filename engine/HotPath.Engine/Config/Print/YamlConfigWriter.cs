using HotPath.Engine.Config.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HotPath.Engine.Config.Print;

/// <summary>Writes a configuration as YAML that reads as the same configuration.</summary>
internal sealed class YamlConfigWriter
{
    private const int Indent = 2;
    private const int NeverFold = int.MaxValue;

    private readonly ConfigText _text;
    private readonly Emitter _emitter;

    public YamlConfigWriter(ConfigText text, TextWriter to)
    {
        _text = text;
        _emitter = new Emitter(to, EmitterSettings.Default.WithBestIndent(Indent).WithBestWidth(NeverFold).WithIndentedSequences());
    }

    public void Write(ConfigNode root)
    {
        _emitter.Emit(new StreamStart());
        _emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        WriteNode(root);
        _emitter.Emit(new DocumentEnd(isImplicit: true));
        _emitter.Emit(new StreamEnd());
    }

    private void WriteNode(ConfigNode node)
    {
        if (node.IsMap)
        {
            _emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
            foreach ((string key, ConfigNode value) in node.Entries)
            {
                WriteText(key);
                WriteNode(value);
            }

            _emitter.Emit(new MappingEnd());
        }
        else if (node.IsList)
        {
            _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
            foreach (ConfigNode item in node.Items)
            {
                WriteNode(item);
            }

            _emitter.Emit(new SequenceEnd());
        }
        else if (node.IsNull)
        {
            Emit("null", ScalarStyle.Plain);
        }
        else
        {
            string text = _text.Of(node, out bool isText);
            if (isText)
            {
                WriteText(text);
            }
            else
            {
                Emit(text, ScalarStyle.Plain);
            }
        }
    }

    // Quoted where it would read as something else: by yaml.v3, or (yes, no, on, off) by readers of YAML 1.1.
    private void WriteText(string text)
    {
        bool isOdd = text.AsSpan().ContainsAnyInRange('\0', '\x1f') || text.AsSpan().ContainsAnyExceptInRange('\0', '~');
        bool isAmbiguous = ScalarRules.Resolve(text) != ScalarKind.Text
            || text.ToUpperInvariant() is "Y" or "N" or "YES" or "NO" or "ON" or "OFF" or "=" or "<<";
        Emit(text, isOdd || isAmbiguous ? ScalarStyle.DoubleQuoted : ScalarStyle.Any);
    }

    private void Emit(string text, ScalarStyle style) =>
        _emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));
}
