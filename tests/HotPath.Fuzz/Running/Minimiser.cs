namespace HotPath.Fuzz.Running;

/// <summary>Makes a failing input short: cuts out what it fails without, in halves first, single bytes last.</summary>
internal static class Minimiser
{
    private const int MostTries = 20_000;

    /// <summary>The shortest input found that still fails in the same way.</summary>
    public static byte[] Run(byte[] input, Func<byte[], bool> fails)
    {
        int tries = 0;
        for (int size = Math.Max(1, input.Length / 2); size > 0 && tries < MostTries;)
        {
            bool isShorter = false;
            for (int at = 0; at < input.Length && tries < MostTries;)
            {
                byte[] without = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(input.Length, at + size))];
                tries++;
                if (fails(without))
                {
                    input = without;
                    isShorter = true;
                }
                else
                {
                    at += size;
                }
            }

            size = isShorter && size == 1 ? 1 : size / 2;
        }

        return input;
    }
}
