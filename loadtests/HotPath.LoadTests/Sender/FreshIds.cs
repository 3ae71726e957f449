using System.Buffers.Binary;

namespace HotPath.LoadTests.Sender;

/// <summary>Writes fresh trace ids into a framed request, so that nothing on the way can live off repetition.</summary>
internal static class FreshIds
{
    public static void Write(byte[] framed, int[] places, Random random)
    {
        foreach (int at in places)
        {
            BinaryPrimitives.WriteInt64LittleEndian(framed.AsSpan(at), random.NextInt64());
        }
    }
}
