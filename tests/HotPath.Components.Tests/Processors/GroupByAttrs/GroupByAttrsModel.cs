using System.Collections;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Metrics;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.GroupByAttrs;

/// <summary>
/// What <c>groupbyattrs</c> does, to objects, slowly: every block is a copy of where the item came from, found again by its bytes.
/// </summary>
internal sealed class GroupByAttrsModel(params string[] keys)
{
    private const int Children = 2; // scope blocks of a resource block; spans, records and metrics of a scope block

    /// <summary>Items from which attributes moved.</summary>
    public int Moved { get; private set; }

    /// <summary>The grouped request.</summary>
    public IMessage Group(Signal signal, IMessage request)
    {
        IMessage result = Clone(request);
        Of(result, 1).Clear();
        var found = new Dictionary<string, IMessage>();
        foreach ((IMessage block, IMessage scope, IMessage item, Metric? metric) in ItemsOf(signal, request))
        {
            IMessage shell = Moving(Without(block, Children), item);
            string path = Identity(shell);
            IMessage resource = FindOrAdd(found, path, shell, Of(result, 1));
            path = $"{path} in {Hex(Without(scope, Children))}";
            IMessage within = FindOrAdd(found, path, Without(scope, Children), Of(resource, Children));
            if (metric is null)
            {
                Of(within, Children).Add(item);
                continue;
            }

            Metric empty = metric.Clone();
            Points(empty).Clear();
            Points((Metric)FindOrAdd(found, $"{path} in {Hex(empty)}", empty, Of(within, Children))).Add(item);
        }

        return result;
    }

    /// <summary>
    /// Each item with its frame, as if grouped alone, the resource's attributes in an order of their own: what must be the same however
    /// blocks were merged.
    /// </summary>
    public IEnumerable<string> Alone(Signal signal, IMessage request)
    {
        foreach ((IMessage block, IMessage scope, IMessage item, Metric? metric) in ItemsOf(signal, request))
        {
            string resource = Identity(Moving(Without(block, Children), item));
            Metric? empty = metric?.Clone();
            if (empty is not null)
            {
                Points(empty).Clear();
            }

            yield return $"{resource} {Hex(Without(scope, Children))} {(empty is null ? "" : Hex(empty))} {Hex(item)}";
        }
    }

    private static IEnumerable<(IMessage Block, IMessage Scope, IMessage Item, Metric? Metric)> ItemsOf(Signal signal, IMessage request)
    {
        foreach (IMessage block in Of(request, 1))
        {
            foreach (IMessage scope in Of(block, Children))
            {
                foreach (IMessage child in Of(scope, Children))
                {
                    if (signal != Signal.Metrics)
                    {
                        yield return (block, scope, Clone(child), null);
                    }
                    else if (((Metric)child).DataCase != Metric.DataOneofCase.None)
                    {
                        foreach (IMessage point in Points((Metric)child))
                        {
                            yield return (block, scope, Clone(point), (Metric)child);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Takes the item's attributes into the resource of the block.</summary>
    private IMessage Moving(IMessage block, IMessage item)
    {
        var attributes = (IList)item.Descriptor.FindFieldByName("attributes").Accessor.GetValue(item);
        var field = block.Descriptor.FindFieldByName("resource");
        bool isMoved = false;
        foreach (string key in keys)
        {
            if (attributes.OfType<KeyValue>().FirstOrDefault(a => a.Key == key) is not { } moved)
            {
                continue;
            }

            isMoved = true;
            RemoveSame(attributes, moved);
            if (field.Accessor.GetValue(block) is not Resource)
            {
                field.Accessor.SetValue(block, new Resource());
            }

            var resource = (Resource)field.Accessor.GetValue(block);
            KeyValue? own = resource.Attributes.FirstOrDefault(a => a.Key == key);
            if (own is null)
            {
                resource.Attributes.Add(moved);
            }
            else
            {
                resource.Attributes[IndexOfSame(resource.Attributes, own)] = moved;
            }
        }

        Moved += isMoved ? 1 : 0;
        return block;
    }

    /// <summary>A block by its content, attributes in any order.</summary>
    private static string Identity(IMessage block)
    {
        IMessage copy = Clone(block);
        var field = copy.Descriptor.FindFieldByName("resource");
        var resource = (Resource?)field.Accessor.GetValue(copy) ?? new Resource();
        KeyValue[] sorted = [.. resource.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal)];
        resource.Attributes.Clear();
        foreach (KeyValue attribute in sorted)
        {
            resource.Attributes.Add(attribute);
        }

        field.Accessor.SetValue(copy, resource);
        return Hex(copy);
    }

    private static IMessage FindOrAdd(Dictionary<string, IMessage> found, string path, IMessage made, IList siblings)
    {
        if (!found.TryGetValue(path, out IMessage? there))
        {
            found[path] = there = made;
            siblings.Add(made);
        }

        return there;
    }

    private static int IndexOfSame(IList list, object item)
    {
        int at = 0;
        while (!ReferenceEquals(list[at], item))
        {
            at++;
        }

        return at;
    }

    private static void RemoveSame(IList list, object item) => list.RemoveAt(IndexOfSame(list, item));

    private static IMessage Without(IMessage message, int number)
    {
        IMessage copy = Clone(message);
        Of(copy, number).Clear();
        return copy;
    }

    private static IList Points(Metric metric)
    {
        var data = (IMessage)Metric.Descriptor.FindFieldByNumber((int)metric.DataCase).Accessor.GetValue(metric);
        return Of(data, 1);
    }

    private static IList Of(IMessage message, int number) => (IList)message.Descriptor.FindFieldByNumber(number).Accessor.GetValue(message);

    private static IMessage Clone(IMessage message) => message.Descriptor.Parser.ParseFrom(message.ToByteArray());

    private static string Hex(IMessage message) => Convert.ToHexString(message.ToByteArray());
}
