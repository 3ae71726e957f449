namespace HotPath.Components.Processors.Redaction.Databases;

/// <summary>One database whose statements are sanitized.</summary>
/// <param name="Kind">Their language.</param>
/// <param name="System">What <c>db.system.name</c> calls it, in lower case.</param>
/// <param name="Keys">Attributes that hold statements; null = none.</param>
internal sealed record DbEntry(DbKind Kind, string System, KeySet? Keys);
