namespace HotPath.Components.Tests.Ottl.Functions;

/// <summary>Each expectation is what Go's own url.Parse gave.</summary>
public sealed class UrlFunctionsTests
{
    [Theory]
    [InlineData(
        "URL(\"http://www.example.com\")",
        "{\"url.domain\":\"www.example.com\",\"url.original\":\"http://www.example.com\",\"url.path\":\"\",\"url.scheme\":\"http\"}")]
    [InlineData(
        "URL(\"http://myusername:mypassword@www.example.com:80/foo.gif?key1=val1\u0026key2=val2#fragment\")",
        "{\"url.domain\":\"www.example.com\",\"url.extension\":\"gif\",\"url.fragment\":\"fragment\","
        + "\"url.original\":\"http://myusername:mypassword@www.example.com:80/foo.gif?key1=val1\\u0026key2=val2#fragment\","
        + "\"url.password\":\"mypassword\",\"url.path\":\"/foo.gif\",\"url.port\":80,\"url.query\":\"key1=val1\\u0026key2=val2\","
        + "\"url.scheme\":\"http\",\"url.user_info\":\"myusername:mypassword\",\"url.username\":\"myusername\"}")]
    [InlineData(
        "URL(\"https://[::1]:443/a\")",
        "{\"url.domain\":\"::1\",\"url.original\":\"https://[::1]:443/a\",\"url.path\":\"/a\",\"url.port\":443,\"url.scheme\":\"https\"}")]
    [InlineData(
        "URL(\"/just/path?x=1\")",
        "{\"url.domain\":\"\",\"url.original\":\"/just/path?x=1\",\"url.path\":\"/just/path\",\"url.query\":\"x=1\",\"url.scheme\":\"\"}")]
    [InlineData(
        "URL(\"mailto:a@b.c\")",
        "{\"url.domain\":\"\",\"url.original\":\"mailto:a@b.c\",\"url.path\":\"\",\"url.scheme\":\"mailto\"}")]
    [InlineData(
        "URL(\"http://a/b c\")",
        "{\"url.domain\":\"a\",\"url.original\":\"http://a/b%20c\",\"url.path\":\"/b c\",\"url.scheme\":\"http\"}")]
    [InlineData(
        "URL(\"http://a/b%20c\")",
        "{\"url.domain\":\"a\",\"url.original\":\"http://a/b%20c\",\"url.path\":\"/b c\",\"url.scheme\":\"http\"}")]
    [InlineData("URL(\"http://a/%zz\")", "failed")]
    [InlineData("URL(\"http://a b/\")", "failed")]
    [InlineData("URL(\"http://a:x/\")", "failed")]
    [InlineData(
        "URL(\"HTTP://A.com/x\")",
        "{\"url.domain\":\"A.com\",\"url.original\":\"http://A.com/x\",\"url.path\":\"/x\",\"url.scheme\":\"http\"}")]
    [InlineData("URL(\"://x\")", "failed")]
    [InlineData("URL(\"a:b/c\")", "{\"url.domain\":\"\",\"url.original\":\"a:b/c\",\"url.path\":\"\",\"url.scheme\":\"a\"}")]
    [InlineData("URL(\"x/y:z\")", "{\"url.domain\":\"\",\"url.original\":\"x/y:z\",\"url.path\":\"x/y:z\",\"url.scheme\":\"\"}")]
    [InlineData("URL(\"foo:1\")", "{\"url.domain\":\"\",\"url.original\":\"foo:1\",\"url.path\":\"\",\"url.scheme\":\"foo\"}")]
    [InlineData(
        "URL(\"http://u@h\")",
        "{\"url.domain\":\"h\",\"url.original\":\"http://u@h\",\"url.path\":\"\",\"url.scheme\":\"http\",\"url.user_info\":\"u\","
        + "\"url.username\":\"u\"}")]
    [InlineData(
        "URL(\"http://u:@h/\")",
        "{\"url.domain\":\"h\",\"url.original\":\"http://u:@h/\",\"url.password\":\"\",\"url.path\":\"/\",\"url.scheme\":\"http\","
        + "\"url.user_info\":\"u:\",\"url.username\":\"u\"}")]
    [InlineData(
        "URL(\"http://h/#\")",
        "{\"url.domain\":\"h\",\"url.original\":\"http://h/\",\"url.path\":\"/\",\"url.scheme\":\"http\"}")]
    [InlineData(
        "URL(\"http://h/?\")",
        "{\"url.domain\":\"h\",\"url.original\":\"http://h/?\",\"url.path\":\"/\",\"url.scheme\":\"http\"}")]
    [InlineData(
        "URL(\"http://h/a#b c\")",
        "{\"url.domain\":\"h\",\"url.fragment\":\"b c\",\"url.original\":\"http://h/a#b%20c\",\"url.path\":\"/a\","
        + "\"url.scheme\":\"http\"}")]
    [InlineData(
        "URL(\"http://h/a.tar.gz\")",
        "{\"url.domain\":\"h\",\"url.extension\":\"gz\",\"url.original\":\"http://h/a.tar.gz\",\"url.path\":\"/a.tar.gz\","
        + "\"url.scheme\":\"http\"}")]
    [InlineData(
        "URL(\"http://h/a.\")",
        "{\"url.domain\":\"h\",\"url.original\":\"http://h/a.\",\"url.path\":\"/a.\",\"url.scheme\":\"http\"}")]
    [InlineData("URL(\"//h/p\")", "{\"url.domain\":\"h\",\"url.original\":\"//h/p\",\"url.path\":\"/p\",\"url.scheme\":\"\"}")]
    [InlineData(
        "URL(\"http://h/ñ\")",
        "{\"url.domain\":\"h\",\"url.original\":\"http://h/%C3%B1\",\"url.path\":\"/\u00f1\",\"url.scheme\":\"http\"}")]
    [InlineData("URL(\"http://[::1/\")", "failed")]
    [InlineData(
        "URL(\"http://h:99999/\")",
        "{\"url.domain\":\"h\",\"url.original\":\"http://h:99999/\",\"url.path\":\"/\",\"url.port\":99999,\"url.scheme\":\"http\"}")]
    [InlineData("URL(\"http://%41.com/\")", "failed")]
    [InlineData(
        "URL(\"http://h/a[1]\")",
        "{\"url.domain\":\"h\",\"url.original\":\"http://h/a[1]\",\"url.path\":\"/a[1]\",\"url.scheme\":\"http\"}")]
    public void Url_OfAText_IsTakenApartAsGoDoes(string expression, string value) => GoAnswers.Check(expression, value);
}
