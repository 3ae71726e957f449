using System.Buffers;
using System.Globalization;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary><c>URL</c>: a URL's parts under the names of the semantic conventions.</summary>
internal static class UrlFunctions
{
    private static readonly SearchValues<byte> PathBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~!$&'()*+,;=:@/[]%"u8);

    private static readonly SearchValues<byte> EscapedBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~$&+,/:;=@"u8);

    private static readonly SearchValues<byte> EscapedFragmentBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~$&+,/:;=?@!()*"u8);

    /// <summary>All of them.</summary>
    public static Function[] All { get; } = [Function.Of("URL", [new("uri", ParameterKind.Text)], Url)];

    private static Getter Url(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            WireBuilder into = context.Builder;
            int mark = into.Mark;
            if (text.StartsWith("?"u8))
            {
                return context.Fail("a URL that is a query alone is not taken apart");
            }

            if (text.IsEmpty || !GoUrl.TryParse(text, out GoUrl url))
            {
                return context.Fail(text.IsEmpty ? "url cannot be empty" : "the text is no URL");
            }

            AppendParts(context, text, url);
            return into.TakeMap(context, mark);
        };
    }

    private static void AppendParts(OttlContext context, ReadOnlySpan<byte> text, in GoUrl url)
    {
        WireBuilder into = context.Builder;
        int start = into.Mark;
        AppendWritten(into, text, url);
        OttlValue original = into.TakeText(context, start);
        into.AppendPair("url.original"u8, original.Content);
        into.AppendPair("url.domain"u8, Unescaped(context, url.HostName));
        start = into.Mark;
        AppendLower(into, url.Scheme);
        OttlValue scheme = into.TakeText(context, start);
        into.AppendPair("url.scheme"u8, scheme.Content);
        ReadOnlySpan<byte> path = Unescaped(context, url.Path);
        into.AppendPair("url.path"u8, path);
        if (!url.Port.IsEmpty && long.TryParse(url.Port, NumberStyles.None, CultureInfo.InvariantCulture, out long port))
        {
            into.AppendPair("url.port"u8, context.Request.Int(port));
        }

        if (!url.Fragment.IsEmpty)
        {
            into.AppendPair("url.fragment"u8, Unescaped(context, url.Fragment));
        }

        if (url.HasUser)
        {
            int colon = url.User.IndexOf((byte)':');
            ReadOnlySpan<byte> name = colon < 0 ? url.User : url.User[..colon];
            into.AppendPair("url.user_info"u8, url.User);
            if (!name.IsEmpty)
            {
                into.AppendPair("url.username"u8, Unescaped(context, name));
            }

            if (colon >= 0)
            {
                into.AppendPair("url.password"u8, Unescaped(context, url.User[(colon + 1)..]));
            }
        }

        if (!url.Query.IsEmpty)
        {
            into.AppendPair("url.query"u8, url.Query);
        }

        int dot = path.LastIndexOf((byte)'.');
        if (dot >= 0 && dot < path.Length - 1)
        {
            into.AppendPair("url.extension"u8, path[(dot + 1)..]);
        }
    }

    private static ReadOnlySpan<byte> Unescaped(OttlContext context, ReadOnlySpan<byte> part)
    {
        if (!part.Contains((byte)'%'))
        {
            return part;
        }

        int mark = context.Builder.Mark;
        GoUrl.AppendUnescaped(context.Builder, part);
        return context.Builder.TakeText(context, mark).Content;
    }

    /// <summary>
    /// The URL as Go writes it again: scheme in lower case, and a path or fragment that holds what must be escaped, escaped.
    /// </summary>
    private static void AppendWritten(WireBuilder into, ReadOnlySpan<byte> text, in GoUrl url)
    {
        AppendLower(into, url.Scheme);
        int schemeEnd = url.Scheme.Length;
        int fragment = text.IndexOf((byte)'#');
        ReadOnlySpan<byte> body = (fragment < 0 ? text : text[..fragment])[schemeEnd..];
        int query = body.IndexOf((byte)'?');
        ReadOnlySpan<byte> hierarchy = query < 0 ? body : body[..query];
        into.Append(hierarchy[..^url.Path.Length]);
        AppendPart(into, url.Path, EscapedBytes);
        into.Append(query < 0 ? default : body[query..]);
        if (!url.Fragment.IsEmpty)
        {
            into.Append((byte)'#');
            AppendPart(into, url.Fragment, EscapedFragmentBytes);
        }
    }

    private static void AppendPart(WireBuilder into, ReadOnlySpan<byte> part, SearchValues<byte> kept)
    {
        if (part.IndexOfAnyExcept(PathBytes) < 0)
        {
            into.Append(part);
            return;
        }

        int mark = into.Mark;
        GoUrl.AppendUnescaped(into, part);
        for (int at = mark; at < into.Mark; at++)
        {
            byte one = into.Since(at)[0];
            if (!kept.Contains(one))
            {
                into.Replace(at, 1, [(byte)'%', Digit(one >> 4), Digit(one & 0xF)]);
                at += 2;
            }
        }
    }

    private static byte Digit(int value) => "0123456789ABCDEF"u8[value];

    private static void AppendLower(WireBuilder into, ReadOnlySpan<byte> text)
    {
        foreach (byte one in text)
        {
            into.Append((byte)char.ToLowerInvariant((char)one));
        }
    }
}
