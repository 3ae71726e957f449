using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Queue;

/// <summary>Reads an exporter's YAML with one of the readers of this folder, and tells what was wrong with it.</summary>
internal static class ReadConfig
{
    public static (T Plan, string[] Errors) Of<T>(string yaml, Func<ConfigMap, T> read)
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText(yaml, "t.yaml", errors), errors);
        T plan = read(map);
        map.Done();
        return (plan, [.. errors.Errors.Select(error => error.ToString())]);
    }

    public static T Valid<T>(string yaml, Func<ConfigMap, T> read)
    {
        (T plan, string[] errors) = Of(yaml, read);
        errors.ShouldBeEmpty();
        return plan;
    }
}
