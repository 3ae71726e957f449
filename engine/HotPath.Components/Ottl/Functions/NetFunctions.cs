using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters about internet addresses.</summary>
internal static class NetFunctions
{
    private static readonly Dictionary<string, byte> Protocols = new(StringComparer.Ordinal)
    {
        ["ICMP"] = 1,
        ["TCP"] = 6,
        ["UDP"] = 17,
        ["RSVP"] = 46,
        ["ICMP6"] = 58,
        ["SCTP"] = 132,
    };

    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("IsInCIDR", [new("target", ParameterKind.Text), new("networks", ParameterKind.Values)], IsInCidr),
        Function.Of(
            "CommunityID",
            [
                new("sourceIP", ParameterKind.Text),
                new("source_port", ParameterKind.Int),
                new("destinationIP", ParameterKind.Text),
                new("destination_port", ParameterKind.Int),
                new("protocol", ParameterKind.Text, true),
                new("seed", ParameterKind.Int, true),
            ],
            CommunityId),
    ];

    /// <summary>What is no address is in no network. Networks that are literals are read once.</summary>
    private static Getter IsInCidr(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        Expression[] networks = arguments.Values(1);
        Span<byte> scratch = stackalloc byte[GoAddress.Length];
        foreach (Expression network in networks)
        {
            if (network.TryGetConstant(out OttlValue literal)
                && (literal.Kind != OttlKind.Text || !GoAddress.TryParseNetwork(literal.Content, scratch, out _)))
            {
                throw arguments.Error(1, "a network is written as its address, a slash and its bits, such as 10.0.0.0/8");
            }
        }

        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            Span<byte> address = stackalloc byte[GoAddress.Length];
            Span<byte> network = stackalloc byte[GoAddress.Length];
            if (!GoAddress.TryParse(text, address))
            {
                return OttlValue.Of(false);
            }

            foreach (Expression one in networks)
            {
                if (!new TextArgument(one).TryGet(context, out ReadOnlySpan<byte> written))
                {
                    return OttlValue.Failed;
                }

                if (!GoAddress.TryParseNetwork(written, network, out int bits))
                {
                    return context.Fail("a network is written as its address, a slash and its bits, such as 10.0.0.0/8");
                }

                ReadOnlySpan<byte> place = written.Contains((byte)':') ? network : GoAddress.Significant(network);
                if (GoAddress.Contains(place, bits, GoAddress.Significant(address)))
                {
                    return OttlValue.Of(true);
                }
            }

            return OttlValue.Of(false);
        };
    }

    /// <summary>Community ID, version 1: <c>1:</c> and the base64 of a SHA-1 over the flow, its lower end first.</summary>
    private static Getter CommunityId(Arguments arguments)
    {
        TextArgument source = arguments.Text(0);
        TypedArgument sourcePort = arguments.Int(1);
        TextArgument destination = arguments.Text(2);
        TypedArgument destinationPort = arguments.Int(3);
        TextArgument? protocol = arguments.Has(4) ? arguments.Text(4) : null;
        TypedArgument? seed = arguments.Has(5) ? arguments.Int(5) : null;
        return context =>
        {
            ReadOnlySpan<byte> name = "TCP"u8;
            OttlValue start = OttlValue.Of(0L);
            if (!source.TryGet(context, out ReadOnlySpan<byte> from) || !destination.TryGet(context, out ReadOnlySpan<byte> to)
                || !sourcePort.TryGet(context, out OttlValue fromPort) || !destinationPort.TryGet(context, out OttlValue toPort)
                || (protocol is { } given && !given.TryGet(context, out name))
                || (seed is { } number && !number.TryGet(context, out start)))
            {
                return OttlValue.Failed;
            }

            if (fromPort.AsInt is < 0 or > 65535 || toPort.AsInt is < 0 or > 65535 || start.AsInt is < 0 or > 65535)
            {
                return context.Fail("ports and seed are between 0 and 65535");
            }

            Span<byte> one = stackalloc byte[GoAddress.Length];
            Span<byte> other = stackalloc byte[GoAddress.Length];
            if (!GoAddress.TryParse(from, one) || !GoAddress.TryParse(to, other))
            {
                return context.Fail("the source or the destination is no IP address");
            }

            byte transport = ProtocolOf(name);
            if (transport == 0)
            {
                return context.Fail("the protocol is ICMP, TCP, UDP, RSVP, ICMP6 or SCTP");
            }

            ReadOnlySpan<byte> end = GoAddress.Significant(other);
            return Flow(
                context, GoAddress.Significant(one), (ushort)fromPort.AsInt, end, (ushort)toPort.AsInt, transport, (ushort)start.AsInt);
        };
    }

    private static byte ProtocolOf(ReadOnlySpan<byte> name)
    {
        foreach ((string known, byte number) in Protocols)
        {
            if (System.Text.Ascii.Equals(name, known))
            {
                return number;
            }
        }

        return 0;
    }

    private static OttlValue Flow(
        OttlContext context, ReadOnlySpan<byte> from, ushort fromPort, ReadOnlySpan<byte> to, ushort toPort, byte protocol, ushort seed)
    {
        int order = from.Length != to.Length ? from.Length.CompareTo(to.Length) : from.SequenceCompareTo(to);
        if (order > 0 || (order == 0 && fromPort > toPort))
        {
            ReadOnlySpan<byte> swapped = from;
            from = to;
            to = swapped;
            (fromPort, toPort) = (toPort, fromPort);
        }

        // seed (2), addresses (4 or 16 each), protocol, a zero, ports (2 each), all highest byte first
        Span<byte> flow = stackalloc byte[2 + (2 * GoAddress.Length) + 6];
        BinaryPrimitives.WriteUInt16BigEndian(flow, seed);
        from.CopyTo(flow[2..]);
        to.CopyTo(flow[(2 + from.Length)..]);
        Span<byte> rest = flow[(2 + from.Length + to.Length)..];
        rest[0] = protocol;
        rest[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], fromPort);
        BinaryPrimitives.WriteUInt16BigEndian(rest[4..], toPort);
        Span<byte> digest = stackalloc byte[20];
#pragma warning disable CA5350 // The specification's hash; it keeps no secret.
        SHA1.HashData(flow[..(2 + from.Length + to.Length + 6)], digest);
#pragma warning restore CA5350
        Span<byte> id = context.Request.Scratch(30);
        "1:"u8.CopyTo(id);
        Base64.EncodeToUtf8(digest, id[2..], out _, out _);
        return OttlValue.Text(id);
    }
}
