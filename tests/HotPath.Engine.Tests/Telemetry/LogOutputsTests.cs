using System.Text;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Tests.Telemetry;

public sealed class LogOutputsTests
{
    [Fact]
    public void Open_TwoFiles_AppendsToBoth()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string first = Path.Combine(folder, "a.log");
        string second = Path.Combine(folder, "b.log");
        File.WriteAllText(first, "before\n");

        using (Stream stream = LogOutputs.Open([first, second]))
        {
            stream.Write(Encoding.UTF8.GetBytes("entry\n"));
        }

        File.ReadAllText(first).ShouldBe("before\nentry\n");
        File.ReadAllText(second).ShouldBe("entry\n");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Open_WhatCannotBeWritten_NamesThePathAndTheKey() =>
        Should.Throw<IOException>(() => LogOutputs.Open(["/proc/no/such.log"])).Message
            .ShouldStartWith("the log's output '/proc/no/such.log' (service::telemetry::logs::output_paths) cannot be opened");
}
