using Microsoft.Extensions.Logging;

namespace HotPath.Testing;

/// <summary>One line of a <see cref="CapturedLog"/>.</summary>
/// <param name="Level">Its level.</param>
/// <param name="Message">Its fixed text.</param>
/// <param name="Fields">Its fields.</param>
public sealed record CapturedLine(LogLevel Level, string Message, IReadOnlyDictionary<string, object?> Fields);
