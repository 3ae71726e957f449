using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Config;

/// <content>The reader of durations.</content>
public sealed partial class ConfigMap
{
    /// <summary>A Go duration ("5s", "200ms", "1h30m") or a bare integer of nanoseconds; not negative unless allowed.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, bool allowNegative = false)
    {
        if (Scalar(key) is not { } node)
        {
            return fallback;
        }
        if (node.IsNull)
        {
            return Blank(node, TimeSpan.Zero, fallback, GoDuration.Format(fallback));
        }
        if (!TryNanoseconds(node, out long nanoseconds))
        {
            return fallback;
        }
        if (nanoseconds < 0 && !allowNegative)
        {
            Fault(node, $"must not be negative, found {Found.In(node)}");
            return fallback;
        }
        return GoDuration.FromNanoseconds(nanoseconds);
    }

    private bool TryNanoseconds(ConfigNode node, out long nanoseconds)
    {
        nanoseconds = 0;
        switch (node.Scalar)
        {
            case ScalarKind.Text:
                if (GoDuration.TryParse(node.Yaml.Text, out nanoseconds, out string? fault))
                {
                    return true;
                }
                Fault(node, $"{Found.Quoted(node)} is not a duration ({fault}): write numbers with units (ns, us, ms, s, m, h), "
                    + "such as 200ms, 5s or 1h30m");
                return false;
            case ScalarKind.Integer or ScalarKind.Number
                when ScalarRules.TryNumber(node.Yaml.Text, out double number) && Math.Abs(number) < long.MaxValue:
                nanoseconds = ScalarRules.TryInteger(node.Yaml.Text, out Int128 whole) ? (long)whole : (long)number;
                if (number != 0)
                {
                    Caution(node, $"{Found.Quoted(node)} has no unit and is read as nanoseconds, as the Collector does: "
                        + $"write {node.Yaml.Text}s for seconds, {node.Yaml.Text}ns if meant");
                }
                return true;
            default:
                Fault(node, $"must be a duration such as 200ms, 5s or 1h30m, found {Found.In(node)}");
                return false;
        }
    }
}
