using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>
/// What our own framing allocates: nothing for a span, and next to nothing for a request. Everything runs on the test's thread.
/// </summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const int Warmup = 200;
    private const int Rounds = 5;
    private const int Requests = 200;
    private const int BytesPerRequest = 1024;

    [Fact]
    public async Task Requests_InSteadyState_AllocateNothingForASpan()
    {
        long few = await AllocatedAsync(spans: 64);
        long many = await AllocatedAsync(spans: 512);

        output.WriteLine($"{few / Requests} bytes a request of 64 spans, {many / Requests} of 512");
        ((many - few) / Requests / (512 - 64)).ShouldBe(0);
        (many / Requests).ShouldBeLessThan(BytesPerRequest);
    }

    /// <summary>Of the round that allocates least: what the runtime does now and then is no part of a steady state.</summary>
    private static async Task<long> AllocatedAsync(int spans)
    {
        await using InlineService service = await InlineService.StartAsync();
        byte[] request = InlineService.Request(SampleRequests.Traces(spans, seed: 1));
        for (int i = 0; i < Warmup; i++)
        {
            await service.SendAsync(request);
        }

        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Requests; i++)
            {
                await service.SendAsync(request);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
