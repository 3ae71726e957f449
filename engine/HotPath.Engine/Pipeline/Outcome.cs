using HotPath.Core.Wire;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Pipeline;

/// <summary>How a request ended. Engine code knows no status code: hosts translate.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="RetryAfter">
/// With <see cref="OutcomeKind.Throttled"/>, always; with <see cref="OutcomeKind.Retryable"/> and <see cref="OutcomeKind.Exhausted"/>, what
/// the backend named, else the intake's own.
/// </param>
/// <param name="Message">For the sender, in English; null with <see cref="OutcomeKind.Ok"/>.</param>
public readonly record struct Outcome(OutcomeKind Kind, TimeSpan RetryAfter, string? Message)
{
    /// <summary>The gateway has it.</summary>
    public static Outcome Ok => default;

    /// <summary>The bytes are not OTLP.</summary>
    public static Outcome Malformed(WireFault fault, int offset) =>
        new(OutcomeKind.Malformed, TimeSpan.Zero, $"malformed OTLP request: {fault} at byte {offset}");

    /// <summary>No room.</summary>
    /// <param name="retryAfter">When to come again.</param>
    /// <param name="reason">One of <see cref="RefuseReason"/>.</param>
    public static Outcome Throttled(TimeSpan retryAfter, string? reason = null) => new(OutcomeKind.Throttled, retryAfter, reason switch
    {
        RefuseReason.Tenant => "data refused: this tenant holds its share of the gateway's memory",
        RefuseReason.Pipeline => "data refused: this pipeline holds its share of the gateway's memory",
        _ => "data refused due to high memory usage",
    });

    /// <summary>No room in a ring or queue for as long as it could wait.</summary>
    public static Outcome Late(TimeSpan retryAfter) => new(OutcomeKind.Throttled, retryAfter, "data refused: what it goes to is full");

    /// <summary>What the end of sending a batch means for whoever sent its items.</summary>
    /// <remarks>
    /// A backend that is exhausted and names no delay over gRPC has refused for good (OTLP specification, "Throttling"): then its sender is
    /// told so in words that no client takes for "later".
    /// </remarks>
    public static Outcome Of(in SendResult result) => result switch
    {
        { Status: SendStatus.Delivered } => Ok,
        { Status: SendStatus.Permanent } => Permanent(result.Message),
        { Reason: ExportReasons.ResourceExhausted or ExportReasons.TooManyRequests } =>
            new(OutcomeKind.Exhausted, result.RetryAfter, result.Message),
        _ => Retryable(result.Message, result.RetryAfter),
    };

    /// <summary>Not now.</summary>
    public static Outcome Retryable(string message, TimeSpan retryAfter = default) => new(OutcomeKind.Retryable, retryAfter, message);

    /// <summary>Never.</summary>
    public static Outcome Permanent(string message) => new(OutcomeKind.Permanent, TimeSpan.Zero, message);

    /// <summary>Too late for its sender.</summary>
    public static Outcome DeadlineExceeded =>
        new(OutcomeKind.DeadlineExceeded, TimeSpan.Zero, "the request's deadline passed before it was taken");

    /// <summary>
    /// The verdict for a request whose parts ended differently: OK when all are, retryable if any is, else permanent (DESIGN section 3,
    /// step 9).
    /// </summary>
    public Outcome Worse(Outcome other)
    {
        if (Kind == OutcomeKind.Ok)
        {
            return other;
        }

        bool mayRetry = Kind is OutcomeKind.Retryable or OutcomeKind.Throttled or OutcomeKind.Exhausted;
        return mayRetry || other.Kind == OutcomeKind.Ok ? this : other;
    }
}
