namespace HotPath.Engine.Reload;

/// <summary>What a reload means for one part of the configuration.</summary>
public enum ChangeKind
{
    /// <summary>It is the same.</summary>
    Kept,

    /// <summary>It differs, or an extension that it names does.</summary>
    Changed,

    /// <summary>It was not there, or no pipeline named it.</summary>
    New,

    /// <summary>It is not there any more, or no pipeline names it any more.</summary>
    Gone,
}
