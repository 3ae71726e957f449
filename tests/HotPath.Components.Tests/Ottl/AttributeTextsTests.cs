using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Conditions;

namespace HotPath.Components.Tests.Ottl;

/// <summary>Equalities of attributes with texts, alone and several asked together.</summary>
public sealed class AttributeTextsTests
{
    [Theory]
    [InlineData("attributes[\"s\"] == \"Hello World\"", "Yes")]
    [InlineData("attributes[\"s\"] == \"Hello\"", "No")]
    [InlineData("attributes[\"s\"] != \"Hello\"", "Yes")]
    [InlineData("attributes[\"none\"] == \"\"", "No")]
    [InlineData("attributes[\"none\"] != \"\"", "Yes")]
    [InlineData("attributes[\"empty\"] != \"\"", "Yes")]
    [InlineData("attributes[\"i\"] == \"42\"", "No")]
    [InlineData("attributes[\"m\"][\"k\"] == \"v\"", "Yes")]
    [InlineData("resource.attributes[\"service.name\"] == \"svc\"", "Yes")]
    [InlineData("attributes[\"s\"] == \"x\" or attributes[\"none\"] == \"y\" or attributes[\"s\"] == \"Hello World\"", "Yes")]
    [InlineData("attributes[\"s\"] == \"x\" or attributes[\"u\"] == \"y\" or resource.attributes[\"service.name\"] == \"svc\"", "Yes")]
    [InlineData("attributes[\"s\"] == \"x\" or attributes[\"u\"] != \"y\" or attributes[\"s\"] == \"z\"", "Yes")]
    [InlineData("attributes[\"s\"] == \"x\" or attributes[\"s\"][\"k\"] == \"y\" or attributes[\"s\"] == \"Hello World\"", "Failed")]
    [InlineData("attributes[\"s\"] == \"Hello World\" or attributes[\"s\"][\"k\"] == \"y\"", "Yes")]
    [InlineData("attributes[\"none\"][\"k\"] == \"y\"", "No")]
    [InlineData("attributes[\"empty\"][\"k\"] == \"y\"", "Failed")]
    [InlineData("attributes[\"none\"] == nil and attributes[\"empty\"] == nil and attributes[\"s\"] != nil", "Yes")]
    public void Test_OfEqualities_IsThatOfEachInItsOrder(string condition, string truth) =>
        OttlRig.Test(condition).ToString().ShouldBe(truth);

    [Fact]
    public void Joined_EqualitiesOfOneOwnerNextToEachOther_AreOneCondition()
    {
        Condition[] conditions =
        [
            .. ((string[])["attributes[\"a\"] == \"1\"", "attributes[\"b\"] == \"2\"", "name == \"n\"", "attributes[\"a\"] == \"3\"",
                "resource.attributes[\"a\"] == \"4\""])
                .Select(text => OttlCompiler.Condition(text, ContextKind.Span).Condition),
        ];

        AttributeTextsCondition.Joined(conditions).Length.ShouldBe(4);
    }
}
