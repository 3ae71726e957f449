using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters between texts and their encodings.</summary>
internal static class EncodingFunctions
{
    private const string Variants = "base64, base64-raw, base64-url or base64-raw-url";

    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("Base64Encode", [new("target", ParameterKind.Text), new("variant", ParameterKind.ConstantText, true)], Encode),
        Function.Of("Base64Decode", [new("target", ParameterKind.Text)], a => FromBase64(a.Value(0), isRaw: false, isUrl: false)),
        Function.Of("Decode", [new("target", ParameterKind.Value), new("encoding", ParameterKind.ConstantText)], Decode),
        Function.Of("Hex", [new("target", ParameterKind.Value)], Hex),
    ];

    private static Getter Encode(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        string variant = arguments.ConstantText(1, "base64");
        if (!IsBase64(variant, out bool isRaw, out bool isUrl))
        {
            throw arguments.Error(1, $"the variant is {Variants}, not {variant}");
        }

        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            Span<byte> encoded = context.Request.Scratch(Base64.GetMaxEncodedToUtf8Length(text.Length));
            Base64.EncodeToUtf8(text, encoded, out _, out int length);
            encoded = isRaw ? encoded[..length].TrimEnd((byte)'=') : encoded[..length];
            if (isUrl)
            {
                encoded.Replace((byte)'+', (byte)'-');
                encoded.Replace((byte)'/', (byte)'_');
            }

            return OttlValue.Text(encoded);
        };
    }

    private static bool IsBase64(string name, out bool isRaw, out bool isUrl)
    {
        isRaw = name is "base64-raw" or "base64-raw-url";
        isUrl = name is "base64-url" or "base64-raw-url";
        return isRaw || isUrl || name == "base64";
    }

    private static Getter Decode(Arguments arguments)
    {
        string name = arguments.ConstantText(1);
        if (IsBase64(name, out bool isRaw, out bool isUrl))
        {
            return FromBase64(arguments.Value(0), isRaw, isUrl);
        }

        Expression target = arguments.Value(0);
        Encoding encoding = EncodingOf(name)
            ?? throw arguments.Error(1, $"there is no encoding {name}; it is a name of IANA's index, or {Variants}");
        return context =>
        {
            OttlValue value = target.Get(context);
            if (value.Kind is not (OttlKind.Text or OttlKind.Bytes))
            {
                context.FailKind("a string or bytes", value.Kind);
                return OttlValue.Failed;
            }

            char[] chars = ArrayPool<char>.Shared.Rent(encoding.GetMaxCharCount(value.Content.Length));
            int length = encoding.GetChars(value.Content, chars);
            int mark = context.Builder.Mark;
            Encoding.UTF8.GetBytes(chars.AsSpan(0, length), context.Builder);
            ArrayPool<char>.Shared.Return(chars);
            return context.Builder.TakeText(context, mark);
        };
    }

    private static Encoding? EncodingOf(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name switch
            {
                "utf8" or "utf-8" => "utf-8",
                "utf16" or "utf-16" or "utf-16le" => "utf-16",
                "utf-16be" => "utf-16BE",
                "ascii" => "us-ascii",
                _ => name,
            });
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Line ends within are passed over, as Go does; a last character with bits that mean nothing is none's fault.</summary>
    private static Getter FromBase64(Expression target, bool isRaw, bool isUrl) => context =>
    {
        OttlValue value = target.Get(context);
        if (value.Kind is not (OttlKind.Text or OttlKind.Bytes))
        {
            context.FailKind("a string or bytes", value.Kind);
            return OttlValue.Failed;
        }

        Span<byte> digits = context.Request.Scratch(value.Content.Length + 3);
        int count = 0;
        foreach (byte one in value.Content)
        {
            bool isOther = one is (byte)'+' or (byte)'/' or (byte)'-' or (byte)'_';
            if (one is (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            if ((isOther && isUrl != one is (byte)'-' or (byte)'_') || one is (byte)' ' or (byte)'\t' || (isRaw && one == '='))
            {
                return context.Fail("the text is not of this base64");
            }

            digits[count++] = one switch { (byte)'-' => (byte)'+', (byte)'_' => (byte)'/', _ => one };
        }

        while (isRaw && count % 4 != 0)
        {
            digits[count++] = (byte)'=';
        }

        bool isDone = Base64.DecodeFromUtf8InPlace(digits[..count], out int length) == OperationStatus.Done;
        return isDone ? OttlValue.Text(digits[..length]) : context.Fail("the text is not of this base64");
    };

    /// <summary>Numbers as their eight bytes, the highest first; flags as one; nil stays nil.</summary>
    private static Getter Hex(Arguments arguments)
    {
        Expression target = arguments.Value(0);
        return context =>
        {
            OttlValue value = target.Get(context);
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            switch (value.Kind)
            {
                case OttlKind.Nil or OttlKind.Failed:
                    return value;
                case OttlKind.Text or OttlKind.Bytes:
                    return TextForm.Hex(context, value.Content);
                case OttlKind.Bool:
                    return TextForm.Hex(context, value.AsBool ? [1] : [0]);
                case OttlKind.Int:
                    BinaryPrimitives.WriteInt64BigEndian(bytes, value.AsInt);
                    return TextForm.Hex(context, bytes);
                case OttlKind.Double:
                    BinaryPrimitives.WriteDoubleBigEndian(bytes, value.AsDouble);
                    return TextForm.Hex(context, bytes);
                default:
                    context.FailKind("a string, bytes, a number or a bool", value.Kind);
                    return OttlValue.Failed;
            }
        };
    }
}
