using System.Text;
using System.Text.Json;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Hosting.Admin.Health;

/// <summary>A status as the Collector's second version writes it.</summary>
/// <param name="judge">What is healthy.</param>
/// <param name="isVerbose">True to tell of the components.</param>
/// <param name="withAttributes">True to tell their attributes.</param>
internal sealed class StatusJson(HealthJudge judge, bool isVerbose, bool withAttributes)
{
    /// <summary>The text.</summary>
    public string Write(StatusNode status, DateTimeOffset started)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, AdminAnswer.Json))
        {
            Write(json, status, started);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private void Write(Utf8JsonWriter json, StatusNode node, DateTimeOffset? started)
    {
        json.WriteStartObject();
        if (started is { } at)
        {
            json.WriteString("start_time", AdminTime.Rfc3339(at));
        }

        json.WriteBoolean("healthy", judge.IsHealthy(node.Event));
        json.WriteString("status", ComponentStatusNames.Of(node.Event.Status));
        if (node.Event.Error.Length > 0)
        {
            json.WriteString("error", node.Event.Error);
        }

        json.WriteString("status_time", AdminTime.Rfc3339(node.Event.At));
        if (withAttributes)
        {
            WriteAttributes(json, node);
        }

        if (isVerbose && node.Components.Count > 0)
        {
            json.WriteStartObject("components");
            foreach ((string key, StatusNode component) in node.Components)
            {
                json.WritePropertyName(key);
                Write(json, component, null);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, StatusNode node)
    {
        json.WriteStartObject("attributes");
        foreach ((string name, object value) in node.Attributes)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value);
        }

        json.WriteEndObject();
    }
}
