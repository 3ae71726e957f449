using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Gateway.Cli;
using HotPath.Gateway.Reload;
using HotPath.Hosting;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Lifecycle;

/// <summary>The process's life: load, start, serve and reload until a signal or a fault, drain, report.</summary>
internal static class GatewayRun
{
    public static async Task<int> RunAsync(ConfigSources sources, TimeSpan shutdownTimeout, bool watchesConfig, CancellationToken cancel)
    {
        // Looked at before it is read, so that no change falls between.
        using ConfigWatch? watch = watchesConfig ? new ConfigWatch(sources) : null;
        var loader = new PlanLoader(sources);
        if (loader.Load() is not { } plan)
        {
            loader.PrintErrors(Console.Error);
            return ExitCode.Error;
        }

        var resource = new ProcessResource(plan.Telemetry);
        using ConsoleLogProvider? console = OpenLog(plan.Telemetry.Logs, resource);
        if (console is null)
        {
            return ExitCode.Error;
        }

        ILogger log = console.CreateLogger(typeof(GatewayRun).FullName!);
        foreach (ConfigError warning in loader.Errors.Warnings)
        {
            log.Warn(warning.Message, ("at", warning.Position.ToString()), ("key", warning.Path));
        }

        watch?.Add(loader.Files);
        return await ServeAsync(plan, resource, sources, shutdownTimeout, console, watch, cancel);
    }

    private static async Task<int> ServeAsync(
        GatewayPlan plan,
        ProcessResource resource,
        ConfigSources sources,
        TimeSpan shutdownTimeout,
        ConsoleLogProvider console,
        ConfigWatch? watch,
        CancellationToken cancel)
    {
        ILogger log = console.CreateLogger(typeof(GatewayRun).FullName!);
        var asked = new ReloadRequests();
        var counts = new ReloadCounts(TimeProvider.System);
        using var stop = new StopSignal(() => asked.Ask("SIGHUP"), cancel);
        if (TryBuild(() => new Gateway(plan, resource, shutdownTimeout, counts, console, stop.Fault)) is not { } built)
        {
            return ExitCode.Error;
        }

        await using Gateway gateway = built;
        try
        {
            log.Info("Starting hotpath...", ("Version", VersionAction.Version), ("NumCPU", Environment.ProcessorCount));
            await gateway.StartAsync(cancel);
        }
        catch (ListenException failure)
        {
            await Console.Error.WriteLineAsync($"Error: {failure.Message}");
            return ExitCode.Error;
        }

        log.Info("Everything is ready. Begin running and processing data.");
        Announce(sources, gateway.Endpoints, console);
        Exception? fault;
        await using (var reloader = new Reloader(sources, gateway, console, counts, asked, files => watch?.Add(files, gateway)))
        {
            watch?.Start(gateway, asked, log);
            fault = await stop.WaitAsync();
            watch?.Dispose();
            gateway.EndReloads();
        }

        if (fault is not null)
        {
            log.Error("A fault of the gateway's own ends the process.", ("error", fault.ToString()));
            await Console.Error.WriteLineAsync($"Error: internal fault: {fault.Message}\n{gateway.Ledger}");
            return ExitCode.Error;
        }

        await StopAsync(gateway, shutdownTimeout, log);
        return ExitCode.Ok;
    }

    /// <summary>
    /// What a plan names outside itself (certificates, output files) is opened here; a failure is the user's to mend, so it is told, not
    /// thrown.
    /// </summary>
    private static Gateway? TryBuild(Func<Gateway> build)
    {
        try
        {
            return build();
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Error: {failure.Message}");
            return null;
        }
    }

    /// <summary>A newcomer's screen, after the lines logged so far.</summary>
    private static void Announce(ConfigSources sources, IEnumerable<string> endpoints, ConsoleLogProvider console)
    {
        if (sources.IsDefault)
        {
            console.Flush(ConsoleLogQueue.DrainPatience);
            Console.Error.WriteLine(StartMessage.ForDefault(endpoints));
        }
    }

    private static async Task StopAsync(Gateway gateway, TimeSpan timeout, ILogger log)
    {
        log.Info("Starting shutdown...");
        Engine.Pipeline.DrainReport report = await gateway.StopAsync(timeout);
        if (report.LeftItems > 0)
        {
            log.Error(
                "Shutdown left items behind.", ("items", report.LeftItems), ("deadline", timeout.ToString()), ("reason", "shutting_down"));
        }

        foreach (string line in gateway.Ledger.ToString().Split('\n'))
        {
            log.Info(line.TrimEnd());
        }

        gateway.LogMemory(log);
        log.Info("Shutdown complete.", ("allocated_bytes", GC.GetTotalAllocatedBytes()), ("gc_count", GC.CollectionCount(0)));
    }

    private static ConsoleLogProvider? OpenLog(LogsPlan plan, ProcessResource resource)
    {
        try
        {
            return new ConsoleLogProvider(
                LogOutputs.Open(plan.OutputPaths),
                LogLevels.Of(plan.Level),
                plan.ShowsResource ? resource.Fields : [],
                TimeProvider.System,
                plan.InitialFields,
                plan.IsJson)
            {
                Sampling = plan.Sampling,
            };
        }
        catch (IOException fault)
        {
            Console.Error.WriteLine($"Error: {fault.Message}");
            return null;
        }
    }
}
