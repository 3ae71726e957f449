using System.Text.RegularExpressions;
using HotPath.Repository.Tests.Source;

namespace HotPath.Repository.Tests;

/// <summary>Calls that what ships does without, each with what takes its place.</summary>
public sealed class BannedCallsTests
{
    [Theory]
    [InlineData(@"\bThread\.(Sleep|SpinWait|Yield)\b", "await a signal, or a delay on the TimeProvider")]
    [InlineData(@"\.GetAwaiter\(\)\s*\.GetResult\(\)", "await it")]
    [InlineData(@"\bTask\.(WaitAll|WaitAny)\b", "await Task.WhenAll or Task.WhenAny")]
    [InlineData(@"[Tt]ask\w*\s*\.(Wait\(|Result\b)", "await it")]
    [InlineData(@"\bDateTime\.(Now|UtcNow|Today)\b", "TimeProvider.GetUtcNow")]
    [InlineData(@"\bDateTimeOffset\.(Now|UtcNow)\b", "TimeProvider.GetUtcNow")]
    [InlineData(@"\bStopwatch\b", "TimeProvider.GetTimestamp and GetElapsedTime")]
    [InlineData(@"\bEnvironment\.TickCount", "TimeProvider.GetTimestamp")]
    [InlineData(@"\bnew\s+(System\.Threading\.)?Timer\s*\(", "TimeProvider.CreateTimer")]
    [InlineData(@"\bTask\.Delay\((?![^;]*[Tt]ime\b)", "Task.Delay with the TimeProvider")]
    [InlineData(@"\block\s*\(\s*(this|typeof)\b", "a private Lock")]
    [InlineData(@"\basync\s+void\b", "return the Task")]
    public void Call_InWhatShips_IsNotMade(string pattern, string remedy) => Found(pattern, remedy, "engine", "hosts").ShouldHold();

    [Theory]
    [InlineData(@"\bConsole\.(Write|Error|Out|Read)", "the ILogger that is handed down")]
    [InlineData(@"\bProcess\.Start\b|\bEnvironment\.Exit\b", "an outcome that the gateway acts on")]
    public void Call_InTheEngine_IsNotMade(string pattern, string remedy) => Found(pattern, remedy, "engine").ShouldHold();

    [Theory]
    [InlineData(@"\bThread\.Sleep\b", "FakeClock.Advance, or await a signal")]
    public void Call_InTests_IsNotMade(string pattern, string remedy) => Found(pattern, remedy, "tests").ShouldHold();

    private static IEnumerable<string> Found(string pattern, string remedy, params string[] folders) => SourceTree.CSharp(folders)
        .SelectMany(file => Regex.Matches(file.Code, pattern)
            .Select(match => $"{file.Name}:{file.LineOf(match.Index)}: {match.Value.Trim()}: instead, {remedy}"));
}
