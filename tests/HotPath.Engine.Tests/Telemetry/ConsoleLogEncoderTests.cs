using System.Buffers;
using System.Text;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Tests.Telemetry;

public sealed class ConsoleLogEncoderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, 7, TimeSpan.Zero);

    [Fact]
    public void Write_WithFields_IsTheCollectorsConsoleLine()
    {
        KeyValuePair<string, object?>[] resource = [Field("service.name", "hotpath"), Field("service.version", "0.1.0")];
        ConsoleLogEncoder encoder = new([Field("resource", resource)]);

        LogFields counts = new("Traces", [Field("resource spans", 2), Field("spans", 8)]);
        string line = Encode(encoder, Noon, LogLevel.Information, "", "Traces", counts);

        line.ShouldBe(
            "2026-08-01T12:00:00.007Z\tinfo\tTraces\t"
            + """{"resource": {"service.name": "hotpath", "service.version": "0.1.0"}, "resource spans": 2, "spans": 8}"""
            + "\n");
    }

    [Fact]
    public void Write_WithoutFields_EndsWithTheMessage() =>
        Encode(new([]), Noon, LogLevel.Warning, "", "careful", null).ShouldBe("2026-08-01T12:00:00.007Z\twarn\tcareful\n");

    [Fact]
    public void Write_OfAForeignCategory_NamesIt() =>
        Encode(new([]), Noon, LogLevel.Error, "Microsoft.AspNetCore", "oh", null)
            .ShouldBe("2026-08-01T12:00:00.007Z\terror\tMicrosoft.AspNetCore\toh\n");

    [Theory]
    [InlineData(2, 0, "+0200")]
    [InlineData(-3, -30, "-0330")]
    [InlineData(0, 0, "Z")]
    public void Write_InATimeZone_ShowsItsOffset(int hours, int minutes, string shown)
    {
        DateTimeOffset time = new(2026, 8, 1, 12, 0, 0, new TimeSpan(hours, minutes, 0));

        Encode(new([]), time, LogLevel.Debug, "", "x", null).ShouldBe($"2026-08-01T12:00:00.000{shown}\tdebug\tx\n");
    }

    [Fact]
    public void Write_OfAMessageOfSeveralLines_PutsTheFieldsAfterTheLast() =>
        Encode(new([]), Noon, LogLevel.Information, "", "a\nb\n", new LogFields("", [Field("k", "v")]))
            .ShouldBe("2026-08-01T12:00:00.007Z\tinfo\ta\nb\n\t{\"k\": \"v\"}\n");

    [Fact]
    public void Write_OfAnException_NamesItAndShowsItsStack()
    {
        Exception thrown = Should.Throw<InvalidOperationException>(static () => throw new InvalidOperationException("broken"));

        string entry = Encode(new([]), Noon, LogLevel.Error, "", "Failed", null, thrown);

        entry.ShouldStartWith("2026-08-01T12:00:00.007Z\terror\tFailed\t{\"error\": \"InvalidOperationException: broken\"}\n   at ");
        entry.ShouldEndWith("\n");
    }

    [Fact]
    public void Write_OfAFrameworksTemplate_LeavesTheTemplateOut()
    {
        KeyValuePair<string, object?>[] state = [Field("port", 4317), Field("{OriginalFormat}", "listening on {port}")];

        string line = Encode(new([]), Noon, LogLevel.Information, "", "listening on 4317", state);

        line.ShouldEndWith("\tlistening on 4317\t{\"port\": 4317}\n");
    }

    [Fact]
    public void ForComponent_BeforeTheEntrysOwnFields_NamesTheComponent()
    {
        CapturingLogger log = new();

        log.ForComponent(ComponentId.Parse("debug/x"), "exporter", Signal.Traces).Info("Traces", ("spans", 3));

        log.Entries.ShouldHaveSingleItem().ShouldBe(
            """Traces {"otelcol.component.id": "debug/x", "otelcol.component.kind": "exporter", "otelcol.signal": "traces", "spans": 3}""");
    }

    private static KeyValuePair<string, object?> Field(string name, object? value) => KeyValuePair.Create(name, value);

    private static string Encode(
        ConsoleLogEncoder encoder,
        DateTimeOffset time,
        LogLevel level,
        string name,
        string message,
        object? state,
        Exception? exception = null)
    {
        ArrayBufferWriter<byte> into = new();
        encoder.Write(into, time, level, name, message, state, exception);
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }
}
