namespace HotPath.Core.Tests.Ring;

/// <summary>What the stress tests send: whose it is, and that producer's count.</summary>
internal sealed record Item(int Producer, int Number);
