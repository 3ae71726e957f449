namespace HotPath.Engine.Auth;

/// <summary>A decision, and what a sender is told of it. The message never holds credentials.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Message">Why; null if accepted or undecided.</param>
public readonly record struct AuthVerdict(AuthDecision Decision, string? Message = null)
{
    /// <summary>The sender may send.</summary>
    public static AuthVerdict Accepted => default;

    /// <summary>Not known yet.</summary>
    public static AuthVerdict Undecided => new(AuthDecision.Undecided);

    /// <summary>The sender may not send.</summary>
    public static AuthVerdict Refused(string message) => new(AuthDecision.Refused, message);
}
