namespace HotPath.Engine.Config.Yaml;

/// <summary>The shape of a node.</summary>
internal enum YamlKind
{
    /// <summary>One value.</summary>
    Scalar,

    /// <summary>Keys with values.</summary>
    Map,

    /// <summary>Elements in order.</summary>
    List,

    /// <summary>Something that could not be read; its error is reported already, so nothing more is said about it.</summary>
    Broken,
}
