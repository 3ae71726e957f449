using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Gateway.Cli;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Lifecycle;

/// <summary>The process's life: load, start, serve until a signal or a fault, drain, report.</summary>
internal static class GatewayRun
{
    public static async Task<int> RunAsync(ConfigSources sources, TimeSpan shutdownTimeout, CancellationToken cancel)
    {
        var errors = new ConfigErrors();
        if (PlanLoader.Load(sources, errors) is not { } plan)
        {
            PlanLoader.Print(errors, Console.Error);
            return ExitCode.Error;
        }

        using ILoggerFactory logs = CreateLogs(plan.LogLevel);
        ILogger log = logs.CreateLogger("service");
        foreach (ConfigError warning in errors.Warnings)
        {
            log.Warn(warning.Message, ("at", warning.Position.ToString()), ("key", warning.Path));
        }

        return await ServeAsync(plan, sources, shutdownTimeout, logs, log, cancel);
    }

    private static async Task<int> ServeAsync(
        GatewayPlan plan, ConfigSources sources, TimeSpan shutdownTimeout, ILoggerFactory logs, ILogger log, CancellationToken cancel)
    {
        using var stop = new StopSignal(cancel);
        await using var gateway = new Gateway(plan, logs, stop.Fault);
        try
        {
            log.Info("Starting hotpath...", ("Version", VersionAction.Version), ("NumCPU", Environment.ProcessorCount));
            await gateway.StartAsync(cancel);
        }
        catch (IOException failure)
        {
            await Console.Error.WriteLineAsync($"Error: {failure.Message}");
            return ExitCode.Error;
        }

        Announce(sources, gateway, log);
        Exception? fault = await stop.WaitAsync();
        if (fault is not null)
        {
            log.Error("A fault of the gateway's own ends the process.", ("error", fault.ToString()));
            await Console.Error.WriteLineAsync($"Error: internal fault: {fault.Message}\n{gateway.Ledger}");
            return ExitCode.Error;
        }

        await StopAsync(gateway, shutdownTimeout, log);
        return ExitCode.Ok;
    }

    private static void Announce(ConfigSources sources, Gateway gateway, ILogger log)
    {
        log.Info("Everything is ready. Begin running and processing data.");
        if (sources.IsDefault)
        {
            Console.Error.WriteLine(StartMessage.ForDefault(gateway.Endpoints));
        }
    }

    private static async Task StopAsync(Gateway gateway, TimeSpan timeout, ILogger log)
    {
        log.Info("Starting shutdown...");
        Engine.Pipeline.DrainReport report = await gateway.StopAsync(timeout);
        if (report.LeftItems > 0)
        {
            log.Error("Shutdown left items behind.", ("items", report.LeftItems), ("deadline", timeout.ToString()), ("reason", "shutting_down"));
        }

        foreach (string line in gateway.Ledger.ToString().Split('\n'))
        {
            log.Info(line.TrimEnd());
        }

        log.Info("Shutdown complete.");
    }

    private static ILoggerFactory CreateLogs(string level)
    {
        LogLevel least = level switch
        {
            "debug" => LogLevel.Debug,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Information,
        };
        var provider = new ConsoleLogProvider(Console.OpenStandardError(), least, Resource(), TimeProvider.System);
        return LoggerFactory.Create(builder => builder.SetMinimumLevel(least).AddFilter("Microsoft", LogLevel.Warning).AddProvider(provider));
    }

    /// <summary>What every line says about the process, as the Collector's lines do.</summary>
    private static KeyValuePair<string, object?>[] Resource() =>
    [
        KeyValuePair.Create<string, object?>("service.instance.id", Guid.NewGuid().ToString()),
        KeyValuePair.Create<string, object?>("service.name", "hotpath"),
        KeyValuePair.Create<string, object?>("service.version", VersionAction.Version),
    ];
}
