namespace HotPath.LoadTests.Friday;

/// <summary>Something that happens on the day.</summary>
/// <param name="At">When, as a part of the day.</param>
/// <param name="Headline">What the screen says of it.</param>
/// <param name="PlayAsync">Does it.</param>
internal sealed record Act(double At, string Headline, Func<Task> PlayAsync);
