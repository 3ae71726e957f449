namespace HotPath.Engine.Queue;

/// <summary>
/// The pauses of one batch's retries, as cenkalti/backoff draws them for the Collector: the interval starts at <c>initial_interval</c>,
/// even above <c>max_interval</c>; each pause is uniform over interval × (1 ± <c>randomization_factor</c>); then the interval grows by
/// <c>multiplier</c> up to <c>max_interval</c>, which caps the interval and not the pause. An interval of zero starts over.
/// </summary>
internal struct Backoff
{
    private readonly RetryPlan _plan;
    private double _intervalTicks;

    public Backoff(RetryPlan plan) => _plan = plan;

    /// <summary>The next pause.</summary>
    /// <param name="random">Uniform from 0 up to but not including 1.</param>
    public TimeSpan Next(double random)
    {
        if (_intervalTicks == 0)
        {
            _intervalTicks = _plan.InitialInterval.Ticks;
        }

        double spread = _plan.RandomizationFactor * _intervalTicks;
        double pause = _intervalTicks - spread + (random * 2 * spread);
        double grown = _intervalTicks * _plan.Multiplier;
        _intervalTicks = Math.Min(grown, _plan.MaxInterval.Ticks);
        return TimeSpan.FromTicks((long)Math.Min(pause, TimeSpan.MaxValue.Ticks / 2));
    }
}
