using System.Buffers;
using System.Buffers.Text;
using System.Text;
using HotPath.Engine.Auth;
using HotPath.Hosting.Tests.Http2;
using HotPath.Testing;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Hosting.Tests.Requests;

/// <summary>
/// What <c>auth</c> costs over our own HTTP/2 once credentials are known: nothing for a span, and for a request as good as nothing, whether
/// its head was seen before or is a new one each time. And what a stranger costs.
/// </summary>
public sealed class AuthAllocationTests(ITestOutputHelper output)
{
    private const int Warmup = 200;
    private const int Rounds = 5;
    private const int Requests = 200;
    private const int All = Warmup + (Rounds * Requests);

    /// <summary>Over what the same requests allocate without <c>auth</c>; noise of the runtime's own included.</summary>
    private const int MostMoreForARequest = 128;

    private const int MostForAStranger = 1024;

    /// <summary>Dear enough in HPACK's Huffman code that the value is written plain, and its digits can be changed in place.</summary>
    private const string Dear = "~~~~~~~~~~~~";

    private const string Digits = "000000";

    [Theory]
    [InlineData("bearertokenauth", true)]
    [InlineData("bearertokenauth", false)]
    [InlineData("basicauth", true)]
    [InlineData("basicauth", false)]
    public async Task Request_WithKnownCredentials_AllocatesNoMoreThanWithoutAuthAndNothingForASpan(string type, bool sameHead)
    {
        using Authenticators all = Guards.Start("token: secret", new FakeClock());
        IServerAuthenticator auth = all.ServerFor(Guards.Use(type))!;
        string credentials = type == "basicauth"
            ? "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"jo:{Guards.Password}"))
            : "Bearer secret";
        (await auth.CheckAsync(Encoding.UTF8.GetBytes(credentials))).Decision.ShouldBe(AuthDecision.Accepted);

        long without = await DeliveredAsync(null, credentials, 64, sameHead);
        long few = await DeliveredAsync(auth, credentials, 64, sameHead);
        long many = await DeliveredAsync(auth, credentials, 512, sameHead);

        output.WriteLine($"{without / Requests} bytes a request without auth, {few / Requests} with it, {many / Requests} with 512 spans");
        ((many - few) / Requests / (512 - 64)).ShouldBe(0);
        (few / Requests).ShouldBeLessThan((without / Requests) + MostMoreForARequest);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("Bearer wrong", true)]
    [InlineData("Bearer wrong", false)]
    public async Task Stranger_WithABody_AsksForNoRoomAndAllocatesLittle(string? credentials, bool sameHead)
    {
        using Authenticators all = Guards.Start("token: secret", new FakeClock());
        await using InlineService service = await InlineService.StartAsync(all.ServerFor(Guards.Use("bearertokenauth")));
        long allocated = await AllocatedAsync(service, credentials, 512, sameHead);

        output.WriteLine($"{allocated / Requests} bytes a stranger's request of {SampleRequests.Traces(512, seed: 1).Length} bytes");
        service.Intake.Refused.ShouldBe(All);
        service.Intake.Rented.ShouldBe(0);
        (allocated / Requests).ShouldBeLessThan(MostForAStranger);
    }

    private static async Task<long> DeliveredAsync(IServerAuthenticator? auth, string credentials, int spans, bool sameHead)
    {
        await using InlineService service = await InlineService.StartAsync(auth);
        long allocated = await AllocatedAsync(service, credentials, spans, sameHead);
        service.Intake.Delivered.ShouldBe(All);
        return allocated;
    }

    /// <summary>Of the round that allocates least: what the runtime does now and then is no part of a steady state.</summary>
    private static async Task<long> AllocatedAsync(InlineService service, string? credentials, int spans, bool sameHead)
    {
        (string, string)[] more = [("x-number", Dear + Digits), .. credentials is null ? [] : new[] { ("authorization", credentials) }];
        byte[] request = InlineService.Request(SampleRequests.Traces(spans, seed: 1), more);
        int at = request.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Digits));
        long least = long.MaxValue;
        long before = 0;
        for (int i = 0; i < All; i++)
        {
            if (i >= Warmup && (i - Warmup) % Requests == 0)
            {
                least = i > Warmup ? Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before) : least;
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            if (!sameHead)
            {
                Utf8Formatter.TryFormat(i, request.AsSpan(at, Digits.Length), out _, new StandardFormat('D', (byte)Digits.Length))
                    .ShouldBeTrue();
            }

            await service.SendAsync(request);
        }

        return Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
