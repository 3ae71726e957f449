namespace HotPath.Components.Tests.Processors.Transform;

/// <summary>A statement of the model fails on an item, and is passed over there.</summary>
internal sealed class ModelFailure : Exception;
