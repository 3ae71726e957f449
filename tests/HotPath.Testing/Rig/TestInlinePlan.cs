using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Testing.Rig;

/// <summary>Settings of <see cref="TestInlineFactory"/>.</summary>
internal sealed record TestInlinePlan(ComponentId Id, int DropEvery, bool Prune, string Error) : InlinePlan(Id)
{
    public override IInlineProcessor CreateProcessor(InlineContext context) => new TestInlineProcessor(this);
}
