using System.Text;
using HotPath.Components.Ottl;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Fuzz.Running;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// What functions of OTTL take apart while requests pass: JSON, CSV, pairs, URLs, times, numbers, addresses, encodings, out of an attribute
/// that any sender may write. Never an exception, and a good request afterwards.
/// </summary>
internal sealed class OttlTextsTarget : IFuzzTarget
{
    private static readonly string[] Expressions =
    [
        "ParseJSON(attributes[\"x\"])", "ParseCSV(attributes[\"x\"], \"a,b,c\")",
        "ParseCSV(attributes[\"x\"], \"a;b\", \";\", \";\", \"lazyQuotes\")",
        "ParseKeyValue(attributes[\"x\"])", "ParseKeyValue(attributes[\"x\"], \":\", \",\")", "URL(attributes[\"x\"])",
        "Time(attributes[\"x\"], \"%Y-%m-%d %H:%M:%S.%f %z\")",
        "Time(attributes[\"x\"], \"%a, %d %b %y %I:%M %p\")", "Duration(attributes[\"x\"])", "Int(attributes[\"x\"])",
        "Double(attributes[\"x\"])", "Bool(attributes[\"x\"])",
        "ParseInt(attributes[\"x\"], 0)", "ParseInt(attributes[\"x\"], 36)", "IsInCIDR(attributes[\"x\"], [\"10.0.0.0/8\", \"::/0\"])",
        "IsValidLuhn(attributes[\"x\"])",
        "Base64Decode(attributes[\"x\"])", "Decode(attributes[\"x\"], \"utf-8\")", "Decode(attributes[\"b\"], \"utf-16\")",
        "Decode(attributes[\"b\"], \"base64\")", "Hex(attributes[\"b\"])",
        "ToSnakeCase(attributes[\"x\"])", "ToCamelCase(attributes[\"x\"])", "ToUpperCase(attributes[\"x\"])",
        "Substring(attributes[\"x\"], 1, 3)", "Split(attributes[\"x\"], \",\")",
        "ExtractPatterns(attributes[\"x\"], \"(?P<a>\\\\w+)=(?P<b>.*)\")", "Trim(attributes[\"x\"])", "TraceID(attributes[\"b\"])",
        "SpanID(attributes[\"x\"])", "Format(\"%10.3s|%q|%x\", [attributes[\"x\"], attributes[\"x\"], attributes[\"b\"]])",
        "XXH3(attributes[\"x\"])", "XXH128(attributes[\"x\"])", "Murmur3Hash128(attributes[\"x\"])", "SHA256(attributes[\"x\"])",
        "Len(attributes[\"x\"])", "ToKeyValueString(ParseJSON(attributes[\"x\"]))",
        "Sort(Split(attributes[\"x\"], \" \"))", "String(ParseJSON(attributes[\"x\"]))", "Keys(ParseJSON(attributes[\"x\"]))",
    ];

    private readonly SlabPool _slabs = new(new MemoryBudget(1 << 28, 1 << 28), tracking: true);
    private readonly OttlRequest _request;
    private readonly CompiledStatement[] _statements;

    public OttlTextsTarget()
    {
        _request = new OttlRequest(_slabs);
        _statements =
        [
            .. Expressions.Select(static expression => OttlCompiler.Statement($"set(attributes[\"r\"], {expression})", ContextKind.Span)),
            OttlCompiler.Statement("merge_maps(attributes, ParseJSON(attributes[\"x\"]), \"upsert\")", ContextKind.Span),
            OttlCompiler.Statement("flatten(attributes)", ContextKind.Span),
            OttlCompiler.Statement("replace_all_patterns(attributes, \"value\", \"(.)x\", \"$${1}y$$2\")", ContextKind.Span),
            OttlCompiler.Statement("truncate_all(attributes, 7)", ContextKind.Span),
        ];
    }

    public string Name => "ottl-texts";

    public IReadOnlyList<byte[]> Seeds { get; } = FuzzTexts.Of(
        "{\"a\": [1, 2.5, true, null, {\"b\": \"\\u00e9\\n\"}], \"c\": -1e300}", "1,\"a \"\"b\"\"\",c", "a=1 b=\"x y\" c='z'", "a:1,b:2",
        "https://user:p%40ss@[fe80::1%25eth0]:8443/a%2Fb/c.d?x=1&y#frag",
        "2024-02-29 23:59:59.999999999 +0530", "Mon, 02 Jan 06 03:04 PM", "1h2m3.5s", "-0x7fffffffffffffff", "1e309", "NaN", "true",
        "10.1.2.3", "::ffff:10.0.0.1", "4111 1111 1111 1111",
        "aGVsbG8=", "HTTPServerID_x9", "0102030405060708", "a b  c", "\"q\" 'r' \\");

    public IReadOnlyList<byte[]> Tokens { get; } = FuzzTexts.Of(
        "{", "}", "[", "]", "\"", "\"\"", ":", ",", "\\u0000", "\\ud800", "\\", "null", "true", "1e999", "-0", "=", "'", " ", "\n", "\r\n",
        "%", "%zz", "%41", "@", "/", "?", "#", "::", "fe80::", ".", "255", "0x", "_", "+", "-",
        "é", "ß", "İ", "😀", "Z", "+14:00", "24:00:60", "0000-00-00", "9999-12-31", "PM", "h", "ns", "=");

    public int Run(ReadOnlySpan<byte> input)
    {
        string text = Invariant.Text(input);
        byte[] request = WithEvent.Traces(text, input);
        int end = 0;
        int at = 0;
        _request.Run(Signal.Traces, request, _statements.Select(statement => (Func<Components.Ottl.Runtime.OttlContext, bool>)(context =>
        {
            bool isDone = statement.Run(context);
            end = FuzzTexts.Mix(end, ++at, isDone ? 1 : FuzzTexts.Kind(context.Failure.ToString()));
            return isDone;
        })));
        return FuzzTexts.Mix(end, FuzzTexts.Magnitude(Encoding.UTF8.GetByteCount(text)) / 3);
    }

    public void Dispose() => _slabs.Dispose();
}
