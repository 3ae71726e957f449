using HotPath.Components.Ottl;
using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Shared;

/// <summary>Brings statements from a configuration to the compiler, and its refusals back to their place in the file.</summary>
internal static class OttlReader
{
    /// <summary>The texts of a list, each with where it stands; what is no text is an error.</summary>
    public static IEnumerable<(ConfigNode Node, string Text)> Texts(ConfigMap map, string key)
    {
        foreach (ConfigNode node in map.List(key))
        {
            if (node.Text is { } text)
            {
                yield return (node, text);
            }
            else
            {
                map.Errors.Add(node.Position, node.Path, "must be a statement or condition of OTTL, as text");
            }
        }
    }

    /// <summary>Compiles; a refusal becomes an error at the text's place, and null comes back.</summary>
    public static T? Compile<T>(ConfigMap map, ConfigNode node, Func<T> compile)
        where T : class
    {
        try
        {
            return compile();
        }
        catch (OttlException refusal)
        {
            map.Errors.Add(node.Position, node.Path, $"not understood at {refusal.Message}");
            return null;
        }
    }

    /// <summary>Reads <c>error_mode</c>.</summary>
    public static ErrorMode Mode(ConfigMap map, ErrorMode fallback) =>
        map.OneOf("error_mode", NameOf(fallback), "ignore", "silent", "propagate") switch
        {
            "silent" => ErrorMode.Silent,
            "propagate" => ErrorMode.Propagate,
            _ => ErrorMode.Ignore,
        };

    private static string NameOf(ErrorMode mode) => mode switch
    {
        ErrorMode.Silent => "silent",
        ErrorMode.Propagate => "propagate",
        _ => "ignore",
    };
}
