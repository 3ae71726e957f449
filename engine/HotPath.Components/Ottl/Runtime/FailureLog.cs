using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>
/// Writes lines about statements that failed, not more than the Collector's logger would; see <see cref="LineSampler"/>. Thread-safe.
/// </summary>
internal sealed class FailureLog(ILogger log, TimeProvider time)
{
    private readonly LineSampler _sampler = new(time);

    /// <summary>Notes a failure.</summary>
    /// <param name="mode">Only <see cref="ErrorMode.Ignore"/> writes.</param>
    /// <param name="statement">The statement or condition.</param>
    /// <param name="failure">Why it failed.</param>
    public void Note(ErrorMode mode, string statement, Failure failure)
    {
        if (mode == ErrorMode.Ignore && _sampler.Take())
        {
            log.Warn("a statement failed on an item and was passed over there", ("statement", statement), ("error", failure.ToString()));
        }
    }
}
