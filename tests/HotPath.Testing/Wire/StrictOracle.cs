using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using HotPath.Core.Wire;

namespace HotPath.Testing.Wire;

/// <summary>
/// Judges, of bytes that Google.Protobuf accepts, the three things on which the gateway is stricter: UTF-8 of known strings, id lengths
/// and tags that need more than 32 bits. A plain descriptor-driven reading with Google.Protobuf's own stream; nothing of the code under
/// test is in it.
/// </summary>
public static class StrictOracle
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Every strictness a request breaks; null where this reader cannot follow what the oracle accepted (packed lengths that
    /// overflow).</summary>
    public static IReadOnlySet<WireFault>? Broken(MessageDescriptor type, byte[] request)
    {
        var broken = new HashSet<WireFault>();
        try
        {
            Read(type, request, broken);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }

        return broken;
    }

    private static void Read(MessageDescriptor type, byte[] bytes, HashSet<WireFault> broken)
    {
        var input = new CodedInputStream(bytes);
        while (true)
        {
            var start = input.Position;
            var tag = input.ReadTag();
            if (tag == 0)
            {
                return;
            }

            CheckTag(bytes.AsSpan((int)start, (int)(input.Position - start)), broken);
            var field = type.FindFieldByNumber(WireFormat.GetTagFieldNumber(tag));
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.StartGroup)
            {
                ReadGroup(input, bytes, broken);
            }
            else if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited && field is not null)
            {
                CheckContent(field, input.ReadBytes().ToByteArray(), broken);
            }
            else
            {
                input.SkipLastField();
            }
        }
    }

    private static void ReadGroup(CodedInputStream input, byte[] bytes, HashSet<WireFault> broken)
    {
        while (true)
        {
            var start = input.Position;
            var tag = input.ReadTag();
            CheckTag(bytes.AsSpan((int)start, (int)(input.Position - start)), broken);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.EndGroup:
                    return;
                case WireFormat.WireType.StartGroup:
                    ReadGroup(input, bytes, broken);
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }
    }

    private static void CheckTag(ReadOnlySpan<byte> tag, HashSet<WireFault> broken)
    {
        // The fifth byte holds bits 28 to 34, of which four fit; what stands behind it must be padding.
        if (tag.Length > 4 && ((tag[4] & 0x70) != 0 || tag[5..].ContainsAnyExcept((byte)0x80, (byte)0x00)))
        {
            broken.Add(WireFault.TagOutOfRange);
        }
    }

    private static void CheckContent(FieldDescriptor field, byte[] content, HashSet<WireFault> broken)
    {
        if (field.FieldType == FieldType.Message)
        {
            Read(field.MessageType, content, broken);
        }
        else if (field.FieldType == FieldType.String)
        {
            try
            {
                Strict.GetCharCount(content);
            }
            catch (DecoderFallbackException)
            {
                broken.Add(WireFault.InvalidUtf8);
            }
        }
        else if (IdLength(field) is { } length && content.Length != 0 && content.Length != length)
        {
            broken.Add(WireFault.InvalidIdLength);
        }
    }

    /// <summary>The length of a trace or span id field, null for other fields.</summary>
    internal static int? IdLength(FieldDescriptor field) => field.Name switch
    {
        "trace_id" => 16,
        "span_id" or "parent_span_id" => 8,
        _ => null,
    };
}
