namespace HotPath.LoadTests.Scenarios;

/// <summary>A processor of a gateway under test, between <c>memory_limiter</c> and <c>batch</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Settings">Its settings, as YAML on one line.</param>
internal sealed record InlineProcessor(string Id, string Settings);
