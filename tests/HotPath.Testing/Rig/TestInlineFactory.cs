using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Testing.Rig;

/// <summary>
/// The processor <c>test</c>: drops one item of so many (<c>drop_every</c>; with <c>prune</c> also what is then empty), or fails with every
/// request (<c>fail</c>).
/// </summary>
internal sealed class TestInlineFactory : IProcessorFactory
{
    public string Type => "test";

    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        var plan = new TestInlinePlan(id, (int)map.Integer("drop_every", 0), map.Flag("prune", false), map.Text("fail", ""));
        map.Done();
        return plan;
    }
}
