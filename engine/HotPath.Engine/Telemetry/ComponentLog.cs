using HotPath.Core;
using HotPath.Engine.Config;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>Loggers whose entries name a component as the Collector's do.</summary>
public static class ComponentLog
{
    /// <summary>A logger whose entries begin with these fields.</summary>
    public static ILogger With(this ILogger log, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var pairs = new KeyValuePair<string, object?>[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            pairs[i] = KeyValuePair.Create(fields[i].Name, fields[i].Value);
        }

        return new FieldsLogger(log, pairs);
    }

    /// <summary>A logger for one component of one signal.</summary>
    /// <param name="log">Where its entries go.</param>
    /// <param name="id">The component's id.</param>
    /// <param name="kind"><c>receiver</c>, <c>processor</c> or <c>exporter</c>.</param>
    /// <param name="signal">The signal.</param>
    public static ILogger ForComponent(this ILogger log, ComponentId id, string kind, Signal signal) => log.With(
        ("otelcol.component.id", id.ToString()),
        ("otelcol.component.kind", kind),
        ("otelcol.signal", SignalNames.Of(signal)));

    /// <summary>A logger for an extension.</summary>
    public static ILogger ForExtension(this ILogger log, ComponentId id) => log.With(
        ("otelcol.component.id", id.ToString()),
        ("otelcol.component.kind", "extension"));
}
