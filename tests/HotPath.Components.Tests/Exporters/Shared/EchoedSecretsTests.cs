using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Tests.Exporters.Shared;

/// <summary>What a backend repeats of what it was sent is not handed on.</summary>
public sealed class EchoedSecretsTests
{
    private readonly EchoedSecrets _secrets = new(
        [KeyValuePair.Create("authorization", new Opaque("Bearer geheim-1")), KeyValuePair.Create("x-tenant", new Opaque("shop"))],
        new Uri("https://backend/v1/traces?a=1&key=geheim-2"));

    [Theory]
    [InlineData("no such token: Bearer geheim-1", "no such token: Bearer [REDACTED]")]
    [InlineData("no such token: 'geheim-1', really geheim-1", "no such token: '[REDACTED]', really [REDACTED]")]
    [InlineData("POST ?a=1&key=geheim-2", "POST ?a=1&key=[REDACTED]")]
    [InlineData("Basic bWU6Z2VoZWltLTM= of me:geheim-3", "Basic [REDACTED] of me:[REDACTED]")]
    [InlineData("cut in the midst: geheim", "cut in the midst: [REDACTED]")]
    [InlineData("unknown tenant shop", "unknown tenant shop")]
    [InlineData("", "")]
    public void Message_ThatRepeatsASecret_IsHandedOnWithoutIt(string said, string handedOn)
    {
        ClientCredentials credentials = ClientCredentials.Header("Authorization", "Basic bWU6Z2VoZWltLTM=");

        SendResult hidden = _secrets.Hide(SendResult.Delivered with { Message = said, RejectedItems = 3 }, credentials);

        hidden.ShouldBe(SendResult.Delivered with { Message = handedOn, RejectedItems = 3 });
    }

    [Fact]
    public void Message_WithoutASecret_IsTheSameObject()
    {
        string said = new("unavailable".ToCharArray());

        _secrets.Hide(SendResult.Delivered with { Message = said }, null).Message.ShouldBeSameAs(said);
    }
}
