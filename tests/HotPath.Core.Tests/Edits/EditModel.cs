using System.Collections;
using Google.Protobuf;
using HotPath.Core.Index;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Core.Tests.Edits;

/// <summary>
/// A request as objects of Google.Protobuf, with every owner under the number that the index must give it. Plain and slow.
/// </summary>
internal sealed class EditModel
{
    private readonly Signal _signal;
    private readonly Dictionary<OwnerKind, int> _counts = [];
    private readonly List<ModelOwner> _owners = [];

    public EditModel(Signal signal, IMessage request)
    {
        _signal = signal;
        Request = request;
        foreach (IMessage block in Children(request, 1))
        {
            ModelOwner resource = Add(OwnerKind.ResourceBlock, null, block, Children(request, 1));
            AddSingle(OwnerKind.Resource, resource);
            foreach (IMessage inner in Children(block, 2))
            {
                AddScope(inner, resource, Children(block, 2));
            }
        }
    }

    public IMessage Request { get; }

    public IReadOnlyList<ModelOwner> Owners => _owners;

    public int Count(OwnerKind kind) => _counts.GetValueOrDefault(kind);

    /// <summary>A value without unknown fields of its own, as an edit sets it.</summary>
    public static AnyValue Plain(AnyValue? value) => value?.ValueCase switch
    {
        null or AnyValue.ValueOneofCase.None => new AnyValue(),
        AnyValue.ValueOneofCase.StringValue => new AnyValue { StringValue = value.StringValue },
        AnyValue.ValueOneofCase.BoolValue => new AnyValue { BoolValue = value.BoolValue },
        AnyValue.ValueOneofCase.IntValue => new AnyValue { IntValue = value.IntValue },
        AnyValue.ValueOneofCase.DoubleValue => new AnyValue { DoubleValue = value.DoubleValue },
        AnyValue.ValueOneofCase.ArrayValue => new AnyValue { ArrayValue = value.ArrayValue.Clone() },
        AnyValue.ValueOneofCase.KvlistValue => new AnyValue { KvlistValue = value.KvlistValue.Clone() },
        AnyValue.ValueOneofCase.BytesValue => new AnyValue { BytesValue = value.BytesValue },
        _ => new AnyValue(),
    };

    private void AddScope(IMessage block, ModelOwner resource, IList list)
    {
        ModelOwner scope = Add(OwnerKind.ScopeBlock, resource, block, list);
        AddSingle(OwnerKind.Scope, scope);
        foreach (IMessage child in Children(block, 2))
        {
            if (_signal == Signal.Metrics)
            {
                AddMetric(child, scope, Children(block, 2));
            }
            else
            {
                AddItem(child, scope, Children(block, 2));
            }
        }
    }

    private void AddMetric(IMessage metric, ModelOwner scope, IList list)
    {
        ModelOwner owner = Add(OwnerKind.Metric, scope, metric, list);
        var data = (IMessage?)metric.Descriptor.Oneofs[0].Accessor.GetCaseFieldDescriptor(metric)?.Accessor.GetValue(metric);
        if (data is null)
        {
            return;
        }

        var inner = new ModelOwner(Owner.MetricData(owner.Id.Row), owner, data, null, null);
        _owners.Add(inner);
        foreach (IMessage point in Children(data, 1))
        {
            AddItem(point, inner, Children(data, 1));
        }
    }

    private void AddItem(IMessage item, ModelOwner parent, IList list)
    {
        ModelOwner owner = Add(OwnerKind.Item, parent, item, list);
        if (_signal != Signal.Traces)
        {
            return;
        }

        foreach (IMessage child in Children(item, 11))
        {
            Add(OwnerKind.Event, owner, child, Children(item, 11));
        }

        foreach (IMessage child in Children(item, 13))
        {
            Add(OwnerKind.Link, owner, child, Children(item, 13));
        }
    }

    private ModelOwner Add(OwnerKind kind, ModelOwner? parent, IMessage message, IList list)
    {
        int row = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        var owner = new ModelOwner(new Owner(kind, row - 1), parent, message, null, list);
        _owners.Add(owner);
        return owner;
    }

    private void AddSingle(OwnerKind kind, ModelOwner block) =>
        _owners.Add(new ModelOwner(new Owner(kind, block.Id.Row), block, null, block.Descriptor.FindFieldByNumber(1), null));

    private static IList Children(IMessage message, int number) =>
        (IList)message.Descriptor.FindFieldByNumber(number).Accessor.GetValue(message);
}
