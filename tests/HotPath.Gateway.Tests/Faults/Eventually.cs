namespace HotPath.Gateway.Tests.Faults;

/// <summary>Waits for what a fault must come to, with the patience of a busy machine.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Looks again and again until it holds; then says what stands instead.</summary>
    public static Task HoldsAsync(Func<bool> holds, Func<string> progress) =>
        LookAsync(() => Task.FromResult<(bool, Func<string>)>((holds(), progress)));

    /// <summary>The same for what has to be asked for.</summary>
    public static Task HoldsAsync(Func<Task<(bool Holds, string Progress)>> look) => LookAsync(async () =>
    {
        (bool holds, string progress) = await look();
        return (holds, () => progress);
    });

    private static async Task LookAsync(Func<Task<(bool Holds, Func<string> Progress)>> look)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            // The last look comes after the patience has ended: the machine may have stalled since the one before.
            bool isLast = patience.IsCancellationRequested;
            (bool holds, Func<string> progress) = await look();
            if (holds)
            {
                return;
            }

            if (isLast)
            {
                throw new TimeoutException($"It does not hold within {Patience}: {progress()}");
            }

            await Task.Delay(Pause);
        }
    }
}
