namespace HotPath.Gateway.Tests.Faults;

/// <summary>Waits for what a fault must come to, with the patience of a busy machine.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks again and again until it holds; then says what stands instead.</summary>
    public static Task HoldsAsync(Func<bool> holds, Func<string> progress) =>
        HoldsAsync(() => Task.FromResult((holds(), progress())));

    /// <summary>The same for what has to be asked for.</summary>
    public static async Task HoldsAsync(Func<Task<(bool Holds, string Progress)>> look)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            (bool holds, string progress) = await look();
            if (holds)
            {
                return;
            }

            patience.IsCancellationRequested.ShouldBeFalse(progress);
            await Task.Delay(Pause);
        }
    }
}
