namespace HotPath.Engine.Tests.Pipeline;

/// <summary>Tests that run while no other test of this project does.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
