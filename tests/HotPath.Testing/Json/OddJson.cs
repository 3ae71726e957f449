using System.Collections;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace HotPath.Testing.Json;

/// <summary>
/// Writes any OTLP message as JSON in the oddest way that the Collector reads: fields in any order, under either name, between unknown
/// ones and nulls; numbers as strings, enums by name, ids in either case, escapes and white space anywhere, text behind the end.
/// Descriptor-driven; nothing of the code under test is in it. The same random source gives the same text.
/// </summary>
public sealed class OddJson(Random random)
{
    private static readonly string[] UnknownValues =
        ["null", "true", "-1.5e-3", "\"\\\"}]\"", "[]", "{}", "{\"a\":[1,{\"b\":[null,false]},\"]\"]}", "[[[{}]]]"];

    private readonly StringBuilder _text = new();

    /// <summary>Writes a message.</summary>
    public byte[] Encode(IMessage message)
    {
        _text.Clear();
        Space();
        Message(message);
        _text.Append(random.Next(4) == 0 ? "} left unread" : "");
        return Encoding.UTF8.GetBytes(_text.ToString());
    }

    private void Message(IMessage message)
    {
        var fields = message.Descriptor.Fields.InFieldNumberOrder().ToArray();
        random.Shuffle(fields);
        _text.Append('{');
        var isFirst = true;
        foreach (var field in fields)
        {
            if (random.Next(20) == 0)
            {
                Key("future" + random.Next(9), ref isFirst);
                _text.Append(UnknownValues[random.Next(UnknownValues.Length)]);
            }

            if (IsSaid(message, field))
            {
                Key(random.Next(3) == 0 ? field.Name : field.JsonName, ref isFirst);
                FieldValue(message, field);
            }
            else if (random.Next(20) == 0)
            {
                Key(field.JsonName, ref isFirst);
                _text.Append(field.IsRepeated && random.Next(2) == 0 ? "[ ]" : "null");
            }

            Space();
        }

        _text.Append('}');
    }

    private bool IsSaid(IMessage message, FieldDescriptor field)
    {
        if (field.HasPresence)
        {
            return field.Accessor.HasValue(message);
        }

        var value = field.Accessor.GetValue(message);
        return field.IsRepeated ? ((IList)value).Count > 0 : random.Next(4) == 0 || !value.Equals(Default(value));
    }

    private static object Default(object value) => value switch
    {
        string => "",
        ByteString => ByteString.Empty,
        _ => Activator.CreateInstance(value.GetType())!,
    };

    private void FieldValue(IMessage message, FieldDescriptor field)
    {
        var value = field.Accessor.GetValue(message);
        if (!field.IsRepeated)
        {
            Value(field, value);
            return;
        }

        var isFirst = true;
        _text.Append('[');
        foreach (var element in (IList)value)
        {
            _text.Append(isFirst ? "" : ",");
            isFirst = false;
            Space();
            if (element is IMessage child && child.CalculateSize() == 0 && random.Next(2) == 0)
            {
                _text.Append("null");
            }
            else
            {
                Value(field, element!);
            }

            Space();
        }

        _text.Append(']');
    }

    private void Value(FieldDescriptor field, object value)
    {
        switch (value)
        {
            case IMessage child:
                Message(child);
                break;
            case string text:
                Quote(text, oneEscapeIn: 12);
                break;
            case ByteString bytes when field.Name is "trace_id" or "span_id" or "parent_span_id":
                var hex = Convert.ToHexString(bytes.Span);
                Quote(random.Next(2) == 0 ? hex : hex.ToLowerInvariant(), oneEscapeIn: 200);
                break;
            case ByteString bytes:
                Quote(bytes.ToBase64(), oneEscapeIn: 20);
                break;
            case bool flag:
                _text.Append(flag ? "true" : "false");
                break;
            case Enum number:
                var name = field.EnumType.FindValueByNumber(Convert.ToInt32(number, CultureInfo.InvariantCulture))?.Name;
                _text.Append(name is null || random.Next(2) == 0 ? $"{number:D}" : $"\"{name}\"");
                break;
            default:
                Number(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
        }
    }

    private void Number(string number)
    {
        if (random.Next(2) == 0 || number.EndsWith('y') || number == "NaN")
        {
            Quote(number, oneEscapeIn: 50);
        }
        else
        {
            _text.Append(number);
        }
    }

    private void Key(string name, ref bool isFirst)
    {
        _text.Append(isFirst ? "" : ",");
        isFirst = false;
        Space();
        Quote(name, oneEscapeIn: 100);
        Space();
        _text.Append(':');
        Space();
    }

    private void Quote(string text, int oneEscapeIn)
    {
        _text.Append('"');
        foreach (var unit in text)
        {
            var isEscaped = unit is '"' or '\\' or < ' ' || random.Next(oneEscapeIn) == 0;

            // Half a pair may not stand next to its escaped other half.
            if (isEscaped || char.IsSurrogate(unit))
            {
                _text.Append(Escape(unit));
            }
            else
            {
                _text.Append(unit);
            }
        }

        _text.Append('"');
    }

    private string Escape(char unit) => unit switch
    {
        '\n' when random.Next(2) == 0 => "\\n",
        '/' or '"' or '\\' when random.Next(2) == 0 => $"\\{unit}",
        _ => random.Next(2) == 0 ? $"\\u{(int)unit:x4}" : $"\\u{(int)unit:X4}",
    };

    private void Space()
    {
        if (random.Next(10) == 0)
        {
            _text.Append(" \n\r\t"[random.Next(4)]);
        }
    }
}
