using System.Buffers.Binary;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// Writes fresh trace ids into framed requests, so that nothing on the way can live off repetition. The numbers are SplitMix64's: a seeded
/// <see cref="Random"/> takes tens of nanoseconds for each, more than the sink takes for a span. For one thread.
/// </summary>
internal sealed class FreshIds
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state;

    public FreshIds(int seed) => _state = (ulong)seed << 32;

    /// <summary>Writes one at each place.</summary>
    public void Write(byte[] framed, int[] places)
    {
        foreach (int at in places)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(framed.AsSpan(at), Next());
        }
    }

    private ulong Next()
    {
        ulong mixed = _state += Step;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
