namespace HotPath.LoadTests.Friday;

/// <summary>One group of applications on the screen.</summary>
/// <param name="Name">Whom they send to.</param>
/// <param name="ItemsPerSecond">What they make.</param>
/// <param name="Waiting">Requests without an answer, or refused and to be sent again.</param>
/// <param name="Refusals">Refusals so far.</param>
/// <param name="WithoutDelay">Those that named no delay.</param>
/// <param name="Delays">The shortest and the longest delay that a refusal asked for; null if none did.</param>
/// <param name="NotMade">Items that the applications' own queues had no room for.</param>
/// <param name="RefusedForGood">Items that a gateway would not have at all.</param>
internal sealed record SenderView(
    string Name,
    double ItemsPerSecond,
    int Waiting,
    long Refusals,
    long WithoutDelay,
    (TimeSpan Shortest, TimeSpan Longest)? Delays,
    long NotMade,
    long RefusedForGood);
