using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue;

/// <summary>What a link calls: the next link, or the exporter.</summary>
internal delegate ValueTask<SendResult> SendAttempt(Batch batch, CancellationToken cancel);
