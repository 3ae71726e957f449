using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;
using HotPath.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace HotPath.Gateway.Tests.Cli;

/// <summary><c>--config http://…</c>, as a fleet that fetches its configuration starts it.</summary>
public sealed class HttpSourceTests
{
    [Fact]
    public async Task Validate_AUrl_IsFetchedAndErrorsNameItsLines()
    {
        string yaml = await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "configs", "10-bad-memory-limiter.yaml"));
        await using ConfigServer server = await ConfigServer.StartAsync(context => context.Response.WriteAsync(yaml));

        (int exitCode, string output) = await GatewayProcess.RunAsync("validate", "--config", server.Url + "/gateway.yaml");

        exitCode.ShouldBe(1);
        output.ShouldContain($"{server.Url}/gateway.yaml:10:22: processors::memory_limiter::spike_limit_mib");
    }

    [Fact]
    public async Task Run_AUrlThatFails_IsAnError()
    {
        await using ConfigServer server = await ConfigServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });

        (int exitCode, string output) = await GatewayProcess.RunAsync("--config", server.Url + "/gateway.yaml");

        exitCode.ShouldBe(1);
        output.ShouldBe(
            $"Error: failed to get config:\n  {server.Url}/gateway.yaml: cannot fetch {server.Url}/gateway.yaml: the server answers 503, "
            + "and only 200 brings a configuration");
    }
}
