namespace HotPath.Engine.Config.Yaml;

/// <summary>Counts the values of one configuration, so that neither aliases nor references can blow it up.</summary>
internal sealed class NodeBudget
{
    private long _characters;

    /// <summary>Values so far.</summary>
    public int Used { get; private set; }

    /// <summary>Counts more values; false once <see cref="ConfigLimits.MaxNodes"/> is passed.</summary>
    public bool TryTake(int nodes)
    {
        Used = (int)Math.Min((long)Used + nodes, int.MaxValue);
        return Used <= ConfigLimits.MaxNodes;
    }

    /// <summary>Counts characters that a reference brings; false once <see cref="ConfigLimits.MaxExpandedCharacters"/> is passed.</summary>
    public bool TryTakeText(int characters) => (_characters += characters) <= ConfigLimits.MaxExpandedCharacters;
}
