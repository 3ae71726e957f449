using System.Buffers.Binary;
using System.Net;
using System.Text;
using HotPath.Core.Hashing;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue.Storage;

/// <summary>
/// What a stored batch keeps besides its bytes: the pipeline it came from, and who sent it. Strings are UTF-8 behind their length in two
/// bytes, little-endian.
/// <code>
///   ┌───┬──────────┬─────────┬───────┬─────┬───────┬───
///   │ 1 │ pipeline │ address │ pairs │ key │ value │ …      the address may be empty; a key with several values is there several times
///   └───┴──────────┴─────────┴───────┴─────┴───────┴───
/// </code>
/// </summary>
internal static class StorageContext
{
    private const byte Version = 1;

    /// <summary>What a record's header says of the pipeline.</summary>
    public static uint OwnerOf(string pipeline) => Crc32C.Of(Encoding.UTF8.GetBytes(pipeline));

    /// <summary>Writes it into a buffer that grows; returns its bytes.</summary>
    public static ReadOnlySpan<byte> Write(string pipeline, in ClientInfo client, ref byte[] buffer)
    {
        int filled = 1;
        Append(pipeline, ref buffer, ref filled);
        Append(client.Address?.ToString() ?? "", ref buffer, ref filled);
        ClientMetadata metadata = client.Metadata;
        int pairs = filled;
        Append("", ref buffer, ref filled);
        ushort count = 0;
        for (int i = 0; i < metadata.Keys.Count; i++)
        {
            foreach (string value in metadata.ValuesAt(i))
            {
                Append(metadata.Keys[i], ref buffer, ref filled);
                Append(value, ref buffer, ref filled);
                count++;
            }
        }

        buffer[0] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(pairs), count);
        return buffer.AsSpan(0, filled);
    }

    /// <summary>Who sent it; nobody, if the bytes are not what this writes.</summary>
    public static ClientInfo Read(ReadOnlySpan<byte> context)
    {
        if (context.IsEmpty || context[0] != Version)
        {
            return default;
        }

        context = context[1..];
        _ = Next(ref context);
        string address = Next(ref context);
        int count = context.Length < 2 ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(context);
        context = context.Length < 2 ? [] : context[2..];
        var pairs = new List<(string Key, string Value)>(count);
        for (int i = 0; i < count; i++)
        {
            pairs.Add((Next(ref context), Next(ref context)));
        }

        return new ClientInfo(MetadataOf(pairs), IPAddress.TryParse(address, out IPAddress? parsed) ? parsed : null);
    }

    private static ClientMetadata MetadataOf(List<(string Key, string Value)> pairs)
    {
        var keys = MetadataKeys.Of(pairs.Select(static pair => pair.Key));
        var starts = new int[keys.Count + 1];
        var values = new List<string>(pairs.Count);
        for (int i = 0; i < keys.Count; i++)
        {
            values.AddRange(pairs
                .Where(pair => string.Equals(pair.Key, keys[i], StringComparison.OrdinalIgnoreCase))
                .Select(static pair => pair.Value));
            starts[i + 1] = values.Count;
        }

        return keys.Count == 0 ? ClientMetadata.None : new ClientMetadata(keys, starts, [.. values]);
    }

    private static void Append(string text, ref byte[] buffer, ref int filled)
    {
        int most = 2 + Encoding.UTF8.GetMaxByteCount(text.Length);
        if (buffer.Length - filled < most)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, filled + most));
        }

        int length = Encoding.UTF8.GetBytes(text, buffer.AsSpan(filled + 2));
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.AsSpan(filled), checked((ushort)length));
        filled += 2 + length;
    }

    private static string Next(ref ReadOnlySpan<byte> context)
    {
        if (context.Length < 2)
        {
            context = [];
            return "";
        }

        int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(context), context.Length - 2);
        string text = Encoding.UTF8.GetString(context.Slice(2, length));
        context = context[(2 + length)..];
        return text;
    }
}
