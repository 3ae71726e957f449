using HotPath.Core.Compression;
using HotPath.Core.Memory;

namespace HotPath.Testing.Compression;

/// <summary>Messages behind which their gzip was kept, as a host keeps it.</summary>
public static class KeptMessages
{
    /// <summary>Decompresses a gzip member into a lease that keeps it. The message may be of any size.</summary>
    public static Lease Rent(SlabPool slabs, byte[] gzip)
    {
        using MessageDecoder decoder = Codec.Gzip.OpenDecoder();
        int size = (int)decoder.Begin(gzip).Claimed;
        if (!slabs.TryRent(size + gzip.Length, BudgetUse.Ingress, out Lease lease))
        {
            throw new InvalidOperationException($"no room for {size + gzip.Length} bytes");
        }

        int filled = 0;
        DecodeStatus status = decoder.Decode(lease.Writable[..size], ref filled);
        if (status != DecodeStatus.Done || filled != size)
        {
            throw new InvalidDataException($"{status}: {decoder.Fault}");
        }

        decoder.Keep(lease.Writable.Slice(size, decoder.KeptBytes));
        return lease.Keeping(size, decoder.KeptBytes);
    }
}
