using System.Net.Http.Headers;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>The delay that a backend asks for in <c>Retry-After</c>: seconds, or an HTTP-date (RFC 9110, section 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>The longest delay obeyed.</summary>
    internal static readonly TimeSpan MaxDelay = TimeSpan.FromHours(24);

    /// <summary>The delay from now on; zero if there is none, it has passed, or it cannot be read.</summary>
    public static TimeSpan Of(HttpResponseHeaders headers, DateTimeOffset now)
    {
        TimeSpan delay = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => TimeSpan.Zero,
        };
        return delay <= TimeSpan.Zero ? TimeSpan.Zero : delay >= MaxDelay ? MaxDelay : delay;
    }
}
