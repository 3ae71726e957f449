using HotPath.Engine.Pipeline;
using HotPath.Testing;
using Shouldly;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>What is kept of a request's headers, and that saying the same twice costs nothing.</summary>
public sealed class ClientMetadataTests
{
    private static readonly MetadataTable Table = new(MetadataKeys.Of(["X-Tenant", "x-scope", "X-TENANT"]));

    [Fact]
    public void Keys_InAnyCaseAndOrder_AreOneSetInLowerCase() => Table.Keys.All.ShouldBe(["x-scope", "x-tenant"]);

    [Fact]
    public void Find_ManyValues_KeepsThemInOrderUnderTheirKeys()
    {
        ClientMetadata metadata = Find((0, "s"), (1, "b"), (1, "a"));

        metadata.Values("x-tenant").ToArray().ShouldBe(["b", "a"]);
        metadata.Values("x-scope").ToArray().ShouldBe(["s"]);
        metadata.Values("other").ToArray().ShouldBeEmpty();
        metadata.ToString().ShouldBe("x-scope=s; x-tenant=b,a");
    }

    [Fact]
    public void Find_TheSameAgain_IsTheSameObject()
    {
        ClientMetadata first = Find((1, "t"), (1, "u"));

        Find((1, new string('t', 1)), (1, "u")).ShouldBeSameAs(first);
        Find((1, "u"), (1, "t")).ShouldNotBeSameAs(first);
        Find((0, "t"), (1, "u")).ShouldNotBeSameAs(first);
        Find().ShouldBeSameAs(Find());
    }

    [Fact]
    public void Find_MoreThanThePlaces_StillTellsThemApart()
    {
        for (int i = 0; i < MetadataTable.Places * 4; i++)
        {
            Find((1, $"tenant {i}")).Values("x-tenant").ToArray().ShouldBe([$"tenant {i}"]);
        }
    }

    [Fact]
    public void Find_Repeated_AllocatesNothing()
    {
        var draft = new MetadataDraft();
        Fill(draft);
        ClientMetadata first = Table.Find(draft);
        int others = 0;
        Allocations.Of(1000, () =>
        {
            Fill(draft);
            others += ReferenceEquals(Table.Find(draft), first) ? 0 : 1;
        }).ShouldBe(0);
        others.ShouldBe(0);
    }

    [Fact]
    public void Draft_OverALimit_TakesNoMore()
    {
        var draft = new MetadataDraft();
        for (int i = 0; i < MetadataDraft.MaxValues; i++)
        {
            draft.TryAdd(0, "v").ShouldBeTrue();
        }

        draft.TryAdd(0, "v").ShouldBeFalse();
        draft.Clear();
        draft.TryAdd(0, new string('é', MetadataDraft.MaxBytes / 2)).ShouldBeTrue();
        draft.TryAdd(1, "x").ShouldBeFalse();
    }

    [Fact]
    public void Only_FewerKeys_DropsTheOthers()
    {
        ClientMetadata metadata = Find((0, "s"), (1, "t")).Only(MetadataKeys.Of(["x-tenant", "absent"]));

        metadata.ToString().ShouldBe("absent=; x-tenant=t");
    }

    [Fact]
    public void Shards_OverTheirLimit_GiveNoMore()
    {
        var shards = new MetadataShards<string>(MetadataKeys.Of(["x-tenant"]), 2, static metadata => metadata.ToString());

        shards.Open(Find((1, "a"))).ShouldBe("x-tenant=a");
        shards.Open(Find((0, "differs in another key"), (1, "a"))).ShouldBe("x-tenant=a");
        shards.Open(Find()).ShouldBe("x-tenant=");
        shards.Open(Find((1, "b"))).ShouldBeNull();
        shards.Open(Find((1, "a"))).ShouldNotBeNull();
        shards.Count.ShouldBe(2);
    }

    private static void Fill(MetadataDraft draft)
    {
        draft.Clear();
        draft.TryAdd(0, "scope");
        draft.TryAdd(1, "tenant");
    }

    private static ClientMetadata Find(params (int Key, string Value)[] values)
    {
        var draft = new MetadataDraft();
        foreach ((int key, string value) in values)
        {
            draft.TryAdd(key, value).ShouldBeTrue();
        }

        return Table.Find(draft);
    }
}
