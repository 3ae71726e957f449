namespace HotPath.Engine.Tests.Telemetry;

/// <summary>A stream whose writes wait until the test lets them go.</summary>
internal sealed class StallingStream : MemoryStream
{
    private readonly ManualResetEventSlim _flowing = new(initialState: true);
    private readonly SemaphoreSlim _entered = new(0);

    /// <summary>Makes the next writes wait.</summary>
    public void Stall() => _flowing.Reset();

    /// <summary>Lets waiting and later writes through.</summary>
    public void Flow() => _flowing.Set();

    /// <summary>Completes when a write has begun.</summary>
    public async Task WriteBegunAsync() => (await _entered.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue("no write has begun");

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _entered.Release();
        _flowing.Wait();
        base.Write(buffer);
    }
}
