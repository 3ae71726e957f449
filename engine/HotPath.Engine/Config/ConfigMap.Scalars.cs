using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Config;

/// <content>The readers of single values.</content>
public sealed partial class ConfigMap
{
    /// <summary>Text. An unquoted number, flag or date is not text, unless a reference brought it.</summary>
    public string Text(string key, string fallback)
    {
        if (Scalar(key) is not { } node)
        {
            return fallback;
        }
        if (node.IsNull)
        {
            return Blank(node, "", fallback, $"'{fallback}'");
        }
        return TextOf(node, Found.In) ?? fallback;
    }

    /// <summary>A secret: text whose value no error shows.</summary>
    public Opaque Secret(string key)
    {
        Errors.NoteSecret(ConfigNode.Join(Node.Path, key));
        string? text = Scalar(key) is { IsNull: false } node ? TextOf(node, Found.Redacted) : null;
        return new Opaque(text ?? "");
    }

    /// <summary>true or false.</summary>
    public bool Flag(string key, bool fallback)
    {
        if (Scalar(key) is not { } node)
        {
            return fallback;
        }
        switch (node.Scalar)
        {
            case ScalarKind.Null:
                return Blank(node, false, fallback, fallback ? "true" : "false");
            case ScalarKind.Flag:
                return ScalarRules.IsTrue(node.Yaml.Text);
        }
        Fault(node, $"must be true or false, found {Found.In(node)}{FlagHint(node)}");
        return fallback;
    }

    /// <summary>An integer within bounds, both of them allowed.</summary>
    public long Integer(string key, long fallback, long min = long.MinValue, long max = long.MaxValue)
    {
        if (Scalar(key) is not { } node)
        {
            return fallback;
        }
        Int128 value;
        switch (node.Scalar)
        {
            case ScalarKind.Null:
                value = Blank(node, 0, fallback, fallback.ToString());
                break;
            case ScalarKind.Integer:
                ScalarRules.TryInteger(node.Yaml.Text, out value);
                break;
            case ScalarKind.Number when ScalarRules.TryNumber(node.Yaml.Text, out double number) && Math.Abs(number) < 1e18:
                value = (Int128)Math.Truncate(number);
                if ((double)value != number)
                {
                    Caution(node, $"{Found.Quoted(node)} is cut to {value}, as the Collector does: write an integer");
                }
                break;
            default:
                Fault(node, $"must be an integer, found {Found.In(node)}{Unquote(node, ScalarKind.Integer)}");
                return fallback;
        }
        if (value < min || value > max)
        {
            OutOfBounds(node, Bounds.Words(min, max, long.MinValue, long.MaxValue));
            return fallback;
        }
        return (long)value;
    }

    /// <summary>A number within bounds, both of them allowed. Never NaN.</summary>
    public double Number(string key, double fallback, double min = double.MinValue, double max = double.MaxValue)
    {
        if (Scalar(key) is not { } node)
        {
            return fallback;
        }
        double value = 0;
        if (node.IsNull)
        {
            value = Blank(node, 0, fallback, fallback.ToString());
        }
        else if (node.Scalar is not (ScalarKind.Integer or ScalarKind.Number) || !ScalarRules.TryNumber(node.Yaml.Text, out value))
        {
            Fault(node, $"must be a number, found {Found.In(node)}{Unquote(node, ScalarKind.Number)}");
            return fallback;
        }
        if (!(value >= min && value <= max))
        {
            OutOfBounds(node, Bounds.Words(min, max, double.MinValue, double.MaxValue));
            return fallback;
        }
        return value;
    }

    // The key's node if it is a scalar that can be read; anything else that is written is reported by its own reader below.
    private ConfigNode? Scalar(string key) => Child(key) is { IsBroken: false } node ? node : null;

    private string? TextOf(ConfigNode node, Func<ConfigNode, string> found)
    {
        if (node.Yaml.Written is { } written)
        {
            return written;
        }
        if (node.Scalar == ScalarKind.Text)
        {
            return node.Yaml.Text;
        }
        bool quotable = node.Scalar is not (ScalarKind.None or ScalarKind.Null);
        Fault(node, $"must be text, found {found(node)}{(quotable ? ": put it in quotes" : "")}");
        return null;
    }

    private void OutOfBounds(ConfigNode node, string allowed) =>
        Fault(node, $"must be {allowed}, found {(node.IsNull ? "nothing, which is 0" : Found.In(node))}");

    private T Blank<T>(ConfigNode node, T zero, T fallback, string shown)
    {
        if (!EqualityComparer<T>.Default.Equals(zero, fallback))
        {
            string what = node.Yaml.Reference is { } from ? $"{from} is empty" : "is blank";
            Caution(node, $"{what} and reads as {Zero(zero)}, not as the default of {shown}, as in the Collector: "
                + "remove the key or give it a value");
        }
        return zero;
    }

    private static string Zero<T>(T zero) => zero switch
    {
        string => "empty text",
        bool => "false",
        _ => "0",
    };

    private static string FlagHint(ConfigNode node) => node.Yaml switch
    {
        { Scalar: ScalarKind.Text, Quoted: true } yaml when ScalarRules.Resolve(yaml.Text) == ScalarKind.Flag => " in quotes: remove them",
        { Scalar: ScalarKind.Text } yaml => yaml.Text.ToUpperInvariant() switch
        {
            "YES" or "ON" or "Y" or "T" => ": write true",
            "NO" or "OFF" or "N" or "F" => ": write false",
            _ => "",
        },
        _ => "",
    };

    private static string Unquote(ConfigNode node, ScalarKind wanted) =>
        node.Yaml is { Scalar: ScalarKind.Text, Quoted: true } yaml && ScalarRules.Resolve(yaml.Text) == wanted
            ? " in quotes: remove them"
            : "";
}
