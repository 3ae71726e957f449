using System.Diagnostics;
using System.Globalization;
using HotPath.Core;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Foreign;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;

namespace HotPath.Testing.Clients;

/// <summary>
/// Foreign gRPC stacks as sender and receiver: the programs of tests/clients/go (grpc-go) and tests/clients/python (grpcio), which take the
/// same arguments and pass messages through as bytes.
/// </summary>
public static class ForeignGrpc
{
    /// <summary>How long a sender may take before it is killed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private const string GoLibraries = "/usr/share/gocode";
    private const string GoGrpc = GoLibraries + "/src/google.golang.org/grpc";
    // Debian's own Python: another that stands earlier on PATH would not see Debian's packages.
    private const string Python = "/usr/bin/python3";
    private const string PythonGrpc = "/usr/lib/python3/dist-packages/grpc";

    private static readonly Lazy<Task<string>> GoProgram = new(BuildGoAsync);

    /// <summary>For <see cref="FactWhenAttribute"/>: null where grpc-go can be used, else what is missing.</summary>
    public static string? ReasonIfGoMissing =>
        Programs.ReasonIfMissing("go", "golang-go") ?? Programs.ReasonIfFileMissing(GoGrpc, "golang-google-grpc-dev");

    /// <summary>For <see cref="FactWhenAttribute"/>: null where grpcio can be used, else what is missing.</summary>
    public static string? ReasonIfPythonMissing =>
        Programs.ReasonIfFileMissing(Python, "python3") ?? Programs.ReasonIfFileMissing(PythonGrpc, "python3-grpcio");

    /// <summary>Sends each message with one Export call, several at a time, and returns when all are answered with success.</summary>
    /// <param name="stack">Whose gRPC to use.</param>
    /// <param name="endpoint"><c>host:port</c>.</param>
    /// <param name="signal">Which service to call.</param>
    /// <param name="messages">The requests' wire bytes.</param>
    /// <param name="gzip">Whether to compress.</param>
    /// <param name="concurrency">Calls in flight.</param>
    /// <param name="tls">Whom to trust, and what to show; null for plaintext.</param>
    /// <param name="headers">Metadata of each call, written as <c>name:value</c>.</param>
    /// <exception cref="InvalidOperationException">A call failed; what the program said is in the message.</exception>
    public static async Task SendAsync(
        GrpcStack stack,
        string endpoint,
        Signal signal,
        IReadOnlyList<byte[]> messages,
        bool gzip = false,
        int concurrency = 4,
        TlsFiles? tls = null,
        params string[] headers)
    {
        using var folder = new TemporaryFolder();
        string[] files = await WriteAsync(folder, messages);
        string dash = Dash(stack);
        await RunAsync(
            stack,
            ["send", $"{dash}endpoint", endpoint, $"{dash}signal", SignalNames.Of(signal), $"{dash}concurrency", $"{concurrency}",
             .. gzip ? new[] { $"{dash}compression", "gzip" } : [], .. Tls(dash, tls),
             .. headers.SelectMany(header => new[] { $"{dash}header", header }), .. files]);
    }

    /// <summary>
    /// Sends the messages with grpc-go again and again until the server's way of ending connections has made it open so many; returns how
    /// often each was sent. No call may fail.
    /// </summary>
    public static async Task<int> SendOverAsync(
        int connections, string endpoint, Signal signal, IReadOnlyList<byte[]> messages, TlsFiles? tls = null)
    {
        using var folder = new TemporaryFolder();
        string[] files = await WriteAsync(folder, messages);
        string output = await RunAsync(
            GrpcStack.GrpcGo,
            ["send", "-endpoint", endpoint, "-signal", SignalNames.Of(signal), "-concurrency", "16", "-connections", $"{connections}",
             .. Tls("-", tls), .. files]);
        return int.Parse(output, CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Starts the program of a stack as a server, over TLS if there are files for it. grpc-go's can be told when to end connections, as Go
    /// writes times.
    /// </summary>
    public static async Task<ForeignGrpcServer> ServeAsync(GrpcStack stack, TlsFiles? tls = null, string? connectionAge = null)
    {
        var folder = new TemporaryFolder();
        string[] age = connectionAge is null ? [] : ["-age", connectionAge];
        Process process = await StartAsync(stack, ["serve", $"{Dash(stack)}directory", folder.Path, .. Tls(Dash(stack), tls), .. age]);
        string line = await process.StandardOutput.ReadLineAsync() ?? "";
        const string Listening = "listening on ";
        if (!line.StartsWith(Listening, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"the {stack} server said: {line} {await process.StandardError.ReadToEndAsync()}");
        }

        return new ForeignGrpcServer(process, folder, line[Listening.Length..]);
    }

    private static async Task<string[]> WriteAsync(TemporaryFolder folder, IReadOnlyList<byte[]> messages)
    {
        string[] files = [.. messages.Select((_, i) => Path.Combine(folder.Path, $"{i}.bin"))];
        for (int i = 0; i < files.Length; i++)
        {
            await File.WriteAllBytesAsync(files[i], messages[i]);
        }

        return files;
    }

    /// <summary>Runs the program of a stack to its end, and returns what it printed.</summary>
    private static async Task<string> RunAsync(GrpcStack stack, string[] arguments)
    {
        using Process process = await StartAsync(stack, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var bound = new CancellationTokenSource(Patience);
        await using (bound.Token.Register(process.Kill))
        {
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"the {stack} client ended with {process.ExitCode}: {await errors}");
    }

    // Go's flag package takes -name, Python's argparse --name.
    private static string Dash(GrpcStack stack) => stack == GrpcStack.GrpcGo ? "-" : "--";

    private static IEnumerable<string> Tls(string dash, TlsFiles? files) =>
        new[] { ("ca", files?.CaFile), ("cert", files?.CertFile), ("key", files?.KeyFile) }
            .Where(static pair => pair.Item2 is not null)
            .SelectMany(pair => new[] { dash + pair.Item1, pair.Item2! });

    private static async Task<Process> StartAsync(GrpcStack stack, string[] arguments)
    {
        (string program, string[] first) = stack == GrpcStack.GrpcGo
            ? (await GoProgram.Value, Array.Empty<string>())
            : (Python, [RepositoryRoot.Combine("tests", "clients", "python", "otlp.py")]);
        return Process.Start(ForeignProgram.StartInfo(program, [.. first, .. arguments]))!;
    }

    /// <summary>Builds once a run, against Debian's packages only; Go's own cache makes the second run quick.</summary>
    private static async Task<string> BuildGoAsync()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "otlp-go");
        var start = new ProcessStartInfo(Programs.Find("go")!, ["build", "-o", program, "."])
        {
            WorkingDirectory = RepositoryRoot.Combine("tests", "clients", "go"),
            RedirectStandardError = true,
            Environment = { ["GO111MODULE"] = "off", ["GOPATH"] = GoLibraries, ["GOFLAGS"] = "" },
        };
        using Process build = Process.Start(start)!;
        string errors = await build.StandardError.ReadToEndAsync();
        await build.WaitForExitAsync();
        return build.ExitCode == 0 ? program : throw new InvalidOperationException($"go build failed: {errors}");
    }
}
