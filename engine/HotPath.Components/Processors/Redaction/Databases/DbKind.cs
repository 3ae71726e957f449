namespace HotPath.Components.Processors.Redaction.Databases;

/// <summary>The language of a statement.</summary>
internal enum DbKind
{
    /// <summary>Redis and Valkey: lines of commands, of which some arguments are data.</summary>
    Redis,

    /// <summary>Memcached: the data stand behind the first line.</summary>
    Memcached,

    /// <summary>MongoDB, OpenSearch, Elasticsearch: JSON, of which the keys are the statement.</summary>
    Json,
}
