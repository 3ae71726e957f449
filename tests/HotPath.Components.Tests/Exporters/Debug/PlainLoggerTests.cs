using HotPath.Components.Exporters.Debug;
using HotPath.Engine.Telemetry;
using HotPath.Testing;

namespace HotPath.Components.Tests.Exporters.Debug;

public sealed class PlainLoggerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hotpath-debug-").FullName;

    [Fact]
    public async Task Log_ToFiles_AppendsPlainLinesToEach()
    {
        string first = Path.Combine(_folder, "first.txt");
        string second = Path.Combine(_folder, "second.txt");
        await File.WriteAllTextAsync(first, "before\n");

        // By a clock that stands still, so that it never loses its patience with the disk.
        await using (PlainLogger log = PlainLogger.Open([first, second], new FakeClock()))
        {
            log.Info("Traces", ("resource spans", 1), ("spans", 2));
            log.Info("text\n");
        }

        const string Lines = "Traces\t{\"resource spans\": 1, \"spans\": 2}\ntext\n\n";
        (await File.ReadAllTextAsync(first)).ShouldBe("before\n" + Lines);
        (await File.ReadAllTextAsync(second)).ShouldBe(Lines);
    }

    [Fact]
    public void Open_OfAFileThatCannotBe_SaysWhichAndWhatToDo()
    {
        string path = Path.Combine(_folder, "missing", "file.txt");

        IOException fault = Should.Throw<IOException>(() => PlainLogger.Open([path], TimeProvider.System));

        fault.Message.ShouldStartWith($"output_paths: cannot open \"{path}\": ");
        fault.Message.ShouldEndWith("Name a file that this process may write.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
