using Google.Protobuf.Collections;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Resource;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors.Transform;

/// <summary>What a statement of the model looks at, and what it can do to attributes: by key the first is meant.</summary>
internal sealed record ModelScene(OtlpSpan Span, Resource Resource)
{
    /// <summary>The span's attributes, or the resource's.</summary>
    public RepeatedField<KeyValue> Attributes(bool ofResource) => ofResource ? Resource.Attributes : Span.Attributes;

    /// <summary>The value under a key; nil if it is not there or empty.</summary>
    public static AnyValue? Get(RepeatedField<KeyValue> attributes, string key) => Nil(attributes.FirstOrDefault(a => a.Key == key)?.Value);

    /// <summary>Replaces the value under a key, or adds it.</summary>
    public static void Put(RepeatedField<KeyValue> attributes, string key, AnyValue value)
    {
        if (attributes.FirstOrDefault(a => a.Key == key) is { } there)
        {
            there.Value = value.Clone();
        }
        else
        {
            attributes.Add(new KeyValue { Key = key, Value = value.Clone() });
        }
    }

    /// <summary>Removes by key, as pdata does: the last takes the place.</summary>
    public static void Remove(RepeatedField<KeyValue> attributes, string key)
    {
        for (int i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Key == key)
            {
                attributes[i] = attributes[^1];
                attributes.RemoveAt(attributes.Count - 1);
                return;
            }
        }
    }

    /// <summary>Keeps those that a test holds for, in their order.</summary>
    public static void Keep(RepeatedField<KeyValue> attributes, Func<KeyValue, bool> test)
    {
        KeyValue[] kept = [.. attributes.Where(test)];
        attributes.Clear();
        attributes.Add(kept);
    }

    /// <summary>An empty value is nil.</summary>
    public static AnyValue? Nil(AnyValue? value) => value?.ValueCase is null or AnyValue.ValueOneofCase.None ? null : value;
}
