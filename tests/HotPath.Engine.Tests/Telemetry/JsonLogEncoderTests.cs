using System.Buffers;
using System.Text;
using System.Text.Json;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Tests.Telemetry;

public sealed class JsonLogEncoderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 14, 0, 0, 250, TimeSpan.FromHours(2));

    [Fact]
    public void Write_WithFields_IsZapsJsonLine()
    {
        KeyValuePair<string, object?>[] resource = [KeyValuePair.Create<string, object?>("service.name", "x")];
        string line = Encode(
            new([KeyValuePair.Create<string, object?>("cluster", "test"), KeyValuePair.Create<string, object?>("resource", resource)]),
            "",
            new LogFields(
                "Traces",
                [KeyValuePair.Create<string, object?>("spans", 8), KeyValuePair.Create<string, object?>("ids", new[] { "a", "b" })]),
            null);

        line.ShouldBe(
            """{"level":"warn","ts":1785585600.25,"msg":"said \"so\"","cluster":"test","resource":"""
            + """{"service.name":"x"},"spans":8,"ids":["a","b"]}""" + "\n");
    }

    [Fact]
    public void Write_OfAForeignCategoryWithAnException_NamesBoth()
    {
        JsonElement entry = JsonDocument.Parse(Encode(new([]), "Kestrel", null, Thrown())).RootElement;

        entry.GetProperty("logger").GetString().ShouldBe("Kestrel");
        entry.GetProperty("error").GetString().ShouldBe("InvalidOperationException: broken");
        entry.GetProperty("stacktrace").GetString()!.ShouldContain(nameof(Thrown));
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("broken");
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }

    private static string Encode(JsonLogEncoder encoder, string name, object? state, Exception? exception)
    {
        var into = new ArrayBufferWriter<byte>();
        encoder.Write(into, Noon, LogLevel.Warning, name, "said \"so\"", state, exception);
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }
}
