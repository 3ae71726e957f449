using System.Text;
using HotPath.Components.Processors.Shared;
using HotPath.Core.Index;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Span;

/// <summary>Reads the keys of a <c>span</c> processor (collector-contrib/processor/spanprocessor).</summary>
public sealed class SpanFactory : IProcessorFactory
{
    /// <inheritdoc/>
    public string Type => "span";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        ConfigMap name = map.Map("name");
        ConfigMap rules = name.Map("to_attributes");
        var plan = new SpanPlan(id)
        {
            Include = ItemMatchReader.Read(map, "include"),
            Exclude = ItemMatchReader.Read(map, "exclude"),
            Included = ItemMatchReader.Written(map, "include"),
            Excluded = ItemMatchReader.Written(map, "exclude"),
            From = [.. name.Texts("from_attributes").Select(key => new AttributeKey(key))],
            Separator = name.Text("separator", ""),
            Rules = [.. rules.Texts("rules").Select(rule => ReadRule(rules, rule)).OfType<SpanRule>()],
            BreakAfterMatch = rules.Flag("break_after_match", false),
            KeepOriginalName = rules.Flag("keep_original_name", false),
            Status = map.Has("status") ? ReadStatus(map.Map("status")) : null,
        };
        if (plan.From.Length == 0 && !name.Has("to_attributes") && !map.Has("status"))
        {
            map.Error(
                "name",
                "a span processor needs something to do: name: {from_attributes: […]}, name: {to_attributes: {rules: […]}} or status: "
                + "{code: …}");
        }

        if (name.Has("to_attributes") && rules.Texts("rules").Count == 0)
        {
            rules.Error("rules", "to_attributes needs at least one rule, such as ^/api/v1/users/(?P<user_id>[^/]+)$");
        }

        map.Done();
        return plan;
    }

    private static SpanRule? ReadRule(ConfigMap map, string rule)
    {
        if (PatternReader.Read(map, "rules", rule) is not { } pattern)
        {
            return null;
        }

        if (pattern.GroupNames.Contains(null))
        {
            map.Error("rules", $"every group of '{rule}' must have a name, (?P<name>…), the key of its attribute, or be no group, (?:…)");
            return null;
        }

        return new SpanRule(pattern, [.. pattern.GroupNames.Select(name => new AttributeKey(name!))]);
    }

    private static byte[] ReadStatus(ConfigMap map)
    {
        string code = map.OneOf("code", "", "Ok", "Error", "Unset");
        string description = map.Text("description", "");
        if (!map.Has("code"))
        {
            map.Error("code", "a status needs a code: Ok, Error or Unset");
        }

        if (description.Length > 0 && code != "Error")
        {
            map.Error("description", "only the code Error has a description; remove it");
        }

        // Status: 12 len message, 18 code. A field with its default is not written.
        byte[] message = Encoding.UTF8.GetBytes(description);
        var bytes = new byte[WireSize.OfField(message.Length) + 2];
        int at = message.Length == 0 ? 0 : WireSize.WritePrefix(bytes, OtlpTag.StatusMessage, message.Length);
        message.CopyTo(bytes, at);
        at += message.Length;
        if (code is "Ok" or "Error")
        {
            bytes[at++] = (byte)OtlpTag.StatusCode;
            bytes[at++] = code == "Ok" ? (byte)1 : (byte)2;
        }

        return bytes[..at];
    }
}
