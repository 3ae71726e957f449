using HotPath.Engine.Config;

namespace HotPath.Engine.Queue;

/// <summary>Reads an exporter's <c>retry_on_failure</c>; keys, defaults and checks are the Collector's (configretry).</summary>
public static class RetryConfig
{
    /// <summary>Reads the block out of its exporter's map.</summary>
    /// <param name="exporter">The exporter's map.</param>
    /// <param name="absent">What absent keys mean for this exporter.</param>
    public static RetryPlan Read(ConfigMap exporter, RetryPlan absent)
    {
        ConfigMap map = exporter.Map("retry_on_failure");
        var plan = new RetryPlan(
            map.Flag("enabled", absent.Enabled),
            map.Duration("initial_interval", absent.InitialInterval),
            map.Number("randomization_factor", absent.RandomizationFactor, 0, 1),
            map.Number("multiplier", absent.Multiplier, 0),
            map.Duration("max_interval", absent.MaxInterval),
            map.Duration("max_elapsed_time", absent.MaxElapsedTime));
        if (plan.MaxElapsedTime > TimeSpan.Zero)
        {
            Check(map, plan.MaxElapsedTime, "initial_interval", plan.InitialInterval);
            Check(map, plan.MaxElapsedTime, "max_interval", plan.MaxInterval);
        }

        map.Done();
        return plan;
    }

    private static void Check(ConfigMap map, TimeSpan elapsed, string key, TimeSpan interval)
    {
        if (elapsed < interval)
        {
            string spare = $"{GoDuration.Format(elapsed)} is less than {GoDuration.Format(interval)}; write 0 to retry for ever";
            map.Error("max_elapsed_time", $"'max_elapsed_time' must not be less than '{key}': {spare}");
        }
    }
}
