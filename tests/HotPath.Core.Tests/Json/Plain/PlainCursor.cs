using HotPath.Core.Json;

namespace HotPath.Core.Tests.Json.Plain;

/// <summary>JSON's tokens byte by byte, as RFC 8259 says, for <see cref="PlainReader"/>. A fault is an exception.</summary>
internal class PlainCursor(byte[] json)
{
    protected int At { get; private set; }

    protected bool IsAtEnd => At >= json.Length;

    protected static PlainFaultException Fault(JsonFault fault, int offset) => new(fault, offset);

    protected byte Peek()
    {
        while (At < json.Length && json[At] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            At++;
        }

        return At < json.Length ? json[At] : (byte)0;
    }

    /// <summary>Passes over an array or object; <paramref name="element"/> reads each of its elements.</summary>
    protected void Many(byte close, Action element)
    {
        At++;
        if (Peek() == close)
        {
            At++;
            return;
        }

        for (element(); Peek() != close; element())
        {
            if (Peek() != ',')
            {
                throw Fault(JsonFault.NotJson, At);
            }

            At++;
        }

        At++;
    }

    protected byte[] Key()
    {
        var key = Text(out _);
        if (Peek() != ':')
        {
            throw Fault(JsonFault.NotJson, At);
        }

        At++;
        return key;
    }

    /// <summary>Reads a string and undoes its escapes.</summary>
    protected byte[] Text(out byte[] raw)
    {
        if (Peek() != '"')
        {
            throw Fault(JsonFault.NotJson, At);
        }

        var start = ++At;
        while (At < json.Length && json[At] >= ' ' && json[At] != '"')
        {
            var length = json[At] == '\\' ? JsonEscapes.LengthAt(json.AsSpan(At)) : 1;
            if (length == 0)
            {
                break;
            }

            At += length;
        }

        if (At >= json.Length || json[At] != '"')
        {
            throw Fault(JsonFault.NotJson, At);
        }

        raw = json[start..At++];
        var text = new byte[raw.Length];
        return text[..JsonEscapes.Decode(raw, text)];
    }

    protected string Number()
    {
        Peek();
        var length = JsonNumbers.LengthAt(json.AsSpan(At));
        At += length;
        return length == 0 ? throw Fault(JsonFault.NotJson, At) : System.Text.Encoding.ASCII.GetString(json, At - length, length);
    }

    protected void Literal(string word)
    {
        if (!json.AsSpan(At).StartsWith(System.Text.Encoding.ASCII.GetBytes(word)))
        {
            throw Fault(JsonFault.NotJson, At);
        }

        At += word.Length;
    }

    protected void Skip(int depth)
    {
        switch (Peek())
        {
            case (byte)'"':
                Text(out _);
                break;
            case (byte)'{' or (byte)'[' when depth == 100:
                throw Fault(JsonFault.NestedTooDeep, At);
            case (byte)'{':
                Many((byte)'}', () =>
                {
                    Key();
                    Skip(depth + 1);
                });
                break;
            case (byte)'[':
                Many((byte)']', () => Skip(depth + 1));
                break;
            case (byte)'t':
                Literal("true");
                break;
            case (byte)'f':
                Literal("false");
                break;
            case (byte)'n':
                Literal("null");
                break;
            default:
                Number();
                break;
        }
    }
}
