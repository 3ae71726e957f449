namespace HotPath.Engine.Config;

/// <summary>A component's id, <c>type</c> or <c>type/name</c>, as pipelines and metrics name it.</summary>
/// <param name="Type">The component's type: <c>otlp</c>.</param>
/// <param name="Name">The part after the slash; empty without one.</param>
public readonly record struct ComponentId(string Type, string Name)
{
    /// <summary>Splits an id at its first slash; spaces around the parts are dropped, as the Collector does.</summary>
    public static ComponentId Parse(string id)
    {
        int slash = id.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new ComponentId(id.Trim(), "") : new ComponentId(id[..slash].Trim(), id[(slash + 1)..].Trim());
    }

    /// <inheritdoc/>
    public override string ToString() => Name.Length == 0 ? Type : $"{Type}/{Name}";
}
