using System.Runtime.InteropServices;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Hosting.Admin.Health;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin.ZPages;

/// <summary><c>servicez</c>: the build, the process, and how the gateway is.</summary>
internal sealed class ServicePage(GatewayFacts facts) : IZPage
{
    /// <inheritdoc/>
    public string Path => "/debug/servicez";

    /// <inheritdoc/>
    public string Title => "Service";

    /// <inheritdoc/>
    public void Write(HtmlPage page, GatewaySnapshot now, IQueryCollection query)
    {
        Readiness readiness = Readiness.Of(facts);
        page.Heading("State");
        page.Properties(
            ("Status", StatusCells.Of(StatusReport.Of(facts, "", recoverableFirst: false)!.Event)),
            ("Takes data", readiness.IsReady ? new HtmlCell("yes", Kind: "good") : new HtmlCell("no", Kind: "bad")),
            ("Refusing", string.Join("; ", readiness.Reasons)));
        page.Heading("Build");
        page.Properties(
            ("Version", facts.Version),
            ("Compatible with", $"otelcol-contrib {CollectorVersion.Contrib}"),
            ("Runtime", RuntimeInformation.FrameworkDescription));
        page.Heading("Process");
        MemoryBudget budget = now.Path.Budget;
        page.Properties(
            ("StartTimestamp", AdminTime.Rfc3339(facts.Started)),
            ("Uptime", facts.Up is { } up ? GoDuration.Format(facts.Time.GetElapsedTime(up.Timestamp)) : ""),
            ("Operating system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}"),
            ("Processors", Environment.ProcessorCount),
            ("Resident memory, bytes", ResidentMemory.ReadBytes()),
            ("Telemetry held, bytes", budget.ChargedBytes),
            ("Telemetry taken up to, bytes", budget.IngressLimitBytes),
            ("Telemetry at most, bytes", budget.LimitBytes),
            ("Besides telemetry, bytes", now.Path.BaselineBytes));
    }
}
