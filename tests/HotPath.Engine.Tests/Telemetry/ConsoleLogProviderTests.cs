using System.Text;
using HotPath.Engine.Telemetry;
using HotPath.Testing;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Tests.Telemetry;

public sealed class ConsoleLogProviderTests
{
    [Fact]
    public void Log_BelowTheLevel_WritesNothing()
    {
        string[] lines = Run(LogLevel.Warning, log =>
        {
            log.Info("quiet");
            log.Warn("loud");
        });

        lines.ShouldHaveSingleItem().ShouldBe("2026-01-01T00:00:00.000Z\twarn\tloud\t{\"resource\": {\"service.name\": \"hotpath\"}}");
    }

    [Fact]
    public void Log_ThroughALoggerOfThisCode_HasNoNameColumn() =>
        Run(LogLevel.Debug, log => log.Info("x"), "HotPath.Engine.Pipeline").ShouldHaveSingleItem().Split('\t').Length.ShouldBe(4);

    [Fact]
    public void Log_OfAForeignCategory_IsNamedAndShowsWarningsOnly()
    {
        string[] lines = Run(LogLevel.Debug, Both, "Microsoft.AspNetCore");

        lines.ShouldHaveSingleItem().ShouldContain("\twarn\tMicrosoft.AspNetCore\tloud\t");

        static void Both(ILogger log)
        {
            log.Info("quiet");
            log.Warn("loud");
        }
    }

    [Fact]
    public async Task RoomAsync_OfALoggerWithFields_IsTheLogsOwn()
    {
        StallingStream stream = new();
        stream.Stall();
        using ConsoleLogProvider provider = new(stream, LogLevel.Debug, [], TimeProvider.System);
        IPacedLogger log = provider.CreateLogger("HotPath").With(("a", 1)).ShouldBeAssignableTo<IPacedLogger>()!;
        log.Info(new string('x', ConsoleLogQueue.DefaultCapacityBytes));

        Task room = log.RoomAsync(CancellationToken.None).AsTask();

        room.IsCompleted.ShouldBeFalse();
        stream.Flow();
        await room;
    }

    [Fact]
    public void Log_FromAValuesOwnToString_IsAnEntryOfItsOwn()
    {
        string[] lines = Run(LogLevel.Debug, log => log.Info("outer", ("value", new Talkative(log))));

        lines.Length.ShouldBe(2);
        lines[0].ShouldContain("\tinner\t");
        lines[1].ShouldContain("\"value\": \"said\"");
    }

    [Fact]
    public void MinLevel_Changed_CountsAtOnce()
    {
        using ConsoleLogProvider provider = new(Stream.Null, LogLevel.Error, [], TimeProvider.System);
        ILogger log = provider.CreateLogger("");
        log.IsEnabled(LogLevel.Information).ShouldBeFalse();

        provider.MinLevel = LogLevel.Information;

        log.IsEnabled(LogLevel.Information).ShouldBeTrue();
        log.IsEnabled(LogLevel.None).ShouldBeFalse();
    }

    [Theory]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("INFO", LogLevel.Information)]
    [InlineData("Warn", LogLevel.Warning)]
    [InlineData("error", LogLevel.Error)]
    public void Parse_OfALevelsName_IsThatLevel(string name, LogLevel level) => ConsoleLogLevel.Parse(name).ShouldBe(level);

    [Fact]
    public void Parse_OfAnotherWord_IsNothing() => ConsoleLogLevel.Parse("verbose").ShouldBeNull();

    private static string[] Run(LogLevel level, Action<ILogger> act, string category = "")
    {
        MemoryStream stream = new();
        using (ConsoleLogProvider provider = new(
            stream, level, [KeyValuePair.Create<string, object?>("service.name", "hotpath")], new FakeClock()))
        {
            act(provider.CreateLogger(category));
        }

        return Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Talkative(ILogger log)
    {
        public override string ToString()
        {
            log.Info("inner");
            return "said";
        }
    }
}
