namespace HotPath.Core.Tests.Http2.Hpack;

/// <summary>RFC 7541, appendix C: blocks as hex, and what they mean, a field a line.</summary>
internal static class HpackExamples
{
    private const string FirstRequest = ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com";
    private const string SecondRequest = FirstRequest + "\ncache-control: no-cache";
    private const string ThirdRequest =
        ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\ncustom-key: custom-value";

    private const string FirstResponse =
        ":status: 302\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\nlocation: https://www.example.com";

    private const string SecondResponse =
        ":status: 307\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\nlocation: https://www.example.com";

    private const string ThirdResponse =
        ":status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\nlocation: https://www.example.com\n"
        + "content-encoding: gzip\nset-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";

    /// <summary>C.3, and the table's size after each.</summary>
    public static readonly (string Hex, string Fields, int Table)[] PlainRequests =
    [
        ("828684410f7777772e6578616d706c652e636f6d", FirstRequest, 57),
        ("828684be58086e6f2d6361636865", SecondRequest, 110),
        ("828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565", ThirdRequest, 164),
    ];

    /// <summary>C.4: the same with Huffman.</summary>
    public static readonly (string Hex, string Fields, int Table)[] HuffmanRequests =
    [
        ("828684418cf1e3c2e5f23a6ba0ab90f4ff", FirstRequest, 57),
        ("828684be5886a8eb10649cbf", SecondRequest, 110),
        ("828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf", ThirdRequest, 164),
    ];

    /// <summary>C.5: responses, with a table of 256 bytes.</summary>
    public static readonly (string Hex, string Fields, int Table)[] PlainResponses =
    [
        ("4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578"
            + "616d706c652e636f6d", FirstResponse, 222),
        ("4803333037c1c0bf", SecondResponse, 222),
        ("88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f515745"
            + "4f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31", ThirdResponse, 215),
    ];

    /// <summary>C.6: the same with Huffman.</summary>
    public static readonly (string Hex, string Fields, int Table)[] HuffmanResponses =
    [
        ("488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3", FirstResponse,
            222),
        ("4883640effc1c0bf", SecondResponse, 222),
        ("88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270f"
            + "b5291f9587316065c003ed4ee5b1063d5007", ThirdResponse, 215),
    ];

    /// <summary>The fields of an example.</summary>
    public static List<(string Name, string Value)> Parse(string fields) =>
        [.. fields.Split('\n').Select(static line => (line[..line.IndexOf(": ", 1)], line[(line.IndexOf(": ", 1) + 2)..]))];
}
