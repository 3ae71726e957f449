using HotPath.Core;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Pipeline;

/// <summary>What an inline processor is given when it is made for a pipeline.</summary>
/// <param name="Signal">What the pipeline carries.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Its log; lines carry its id already.</param>
public sealed record InlineContext(Signal Signal, TimeProvider Time, ILogger Log);
