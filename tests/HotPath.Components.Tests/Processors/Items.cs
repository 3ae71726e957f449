using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Collections;
using HotPath.Core;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Metrics;
using HotPath.Testing.Otlp.Resource;

namespace HotPath.Components.Tests.Processors;

/// <summary>The items, resources and attributes of request objects of any signal.</summary>
internal static class Items
{
    /// <summary>The elements of a repeated field: 1 = resource blocks and points, 2 = scope blocks, spans, records, metrics.</summary>
    public static IList Of(IMessage message, int number) => (IList)message.Descriptor.FindFieldByNumber(number).Accessor.GetValue(message);

    /// <summary>The data points of a metric.</summary>
    public static IList Points(Metric metric) => metric.DataCase == Metric.DataOneofCase.None
        ? Array.Empty<IMessage>()
        : Of((IMessage)Metric.Descriptor.FindFieldByNumber((int)metric.DataCase).Accessor.GetValue(metric), 1);

    /// <summary>The attributes of each item.</summary>
    public static IEnumerable<RepeatedField<KeyValue>> AttributesOf(Signal signal, IMessage request) =>
        Of(request, 1).Cast<IMessage>()
            .SelectMany(block => Of(block, 2).Cast<IMessage>())
            .SelectMany(scope => Of(scope, 2).Cast<IMessage>())
            .SelectMany(child => signal == Signal.Metrics ? Points((Metric)child).Cast<IMessage>() : [child])
            .Select(Attributes);

    /// <summary>The attributes of each resource; a resource that is not there is made, as who adds to one does.</summary>
    public static IEnumerable<RepeatedField<KeyValue>> ResourceAttributesOf(IMessage request)
    {
        foreach (IMessage block in Of(request, 1))
        {
            var field = block.Descriptor.FindFieldByName("resource");
            var resource = (Resource?)field.Accessor.GetValue(block);
            if (resource is null)
            {
                field.Accessor.SetValue(block, resource = new Resource());
            }

            yield return resource.Attributes;
        }
    }

    /// <summary>
    /// With the attributes of items and resources in an order of their own, and without resources that are empty: removing an attribute
    /// moves the last one in the model, and nothing on the wire.
    /// </summary>
    public static IMessage Sorted(Signal signal, IMessage request)
    {
        foreach (RepeatedField<KeyValue> attributes in AttributesOf(signal, request).Concat(ResourceAttributesOf(request)))
        {
            foreach (KeyValue attribute in attributes)
            {
                // Whether an empty value is written is one to the Collector.
                attribute.Value ??= new AnyValue();
            }

            KeyValue[] sorted = [.. attributes.OrderBy(a => Convert.ToHexString(a.ToByteArray()), StringComparer.Ordinal)];
            attributes.Clear();
            attributes.Add(sorted);
        }

        return request;
    }

    private static RepeatedField<KeyValue> Attributes(IMessage item) =>
        (RepeatedField<KeyValue>)item.Descriptor.FindFieldByName("attributes").Accessor.GetValue(item);
}
