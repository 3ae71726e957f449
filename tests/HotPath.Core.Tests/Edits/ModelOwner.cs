using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using HotPath.Core.Index;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Core.Tests.Edits;

/// <summary>One message of a request as an object, under the name that the index gives it.</summary>
internal sealed class ModelOwner(Owner id, ModelOwner? parent, IMessage? message, FieldDescriptor? single, IList? list)
{
    public Owner Id { get; } = id;

    /// <summary>Removed from the request.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Removed, or what it lies in was.</summary>
    public bool IsGone => IsDropped || parent?.IsGone == true;

    /// <summary>The message; null if it is not there (a block without a resource).</summary>
    public IMessage? Message => message ?? (IMessage?)single!.Accessor.GetValue(parent!.Message!);

    /// <summary>True if <see cref="Drop"/> means something for it.</summary>
    public bool CanDrop => list is not null;

    /// <summary>The message, made if it is not there.</summary>
    public IMessage Made()
    {
        if (Message is null)
        {
            single!.Accessor.SetValue(parent!.Message!, single.MessageType.Parser.ParseFrom(ByteString.Empty));
        }

        return Message!;
    }

    /// <summary>Its attributes; null if its kind has none. Made, so that they can be added to.</summary>
    public IList<KeyValue>? Attributes(bool make)
    {
        FieldDescriptor? attributes = Descriptor.Fields.InFieldNumberOrder().FirstOrDefault(f => f.Name is "attributes" or "metadata");
        IMessage? holder = make ? Made() : Message;
        return attributes is null ? null : holder is null ? [] : (IList<KeyValue>)attributes.Accessor.GetValue(holder);
    }

    public MessageDescriptor Descriptor => message?.Descriptor ?? single!.MessageType;

    public void Drop()
    {
        for (int i = 0; i < list!.Count; i++)
        {
            if (ReferenceEquals(list[i], message))
            {
                list.RemoveAt(i);
                break;
            }
        }

        IsDropped = true;
    }
}
