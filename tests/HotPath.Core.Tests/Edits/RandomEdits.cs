using Google.Protobuf;
using Google.Protobuf.Reflection;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Edits;

/// <summary>The same random edits on an overlay and on objects; whatever is read on the way must agree.</summary>
internal sealed class RandomEdits(EditModel model, Overlay overlay, Random random)
{
    private static readonly AttributeKey[] Keys = [.. ((string[])["", "added", "service.name", "a.key.of.thirty-two.bytes.or.more.to.hash"])
        .Select(key => new AttributeKey(key))];

    private readonly Google.Protobuf.Reflection.FieldDescriptor _values = KeyValue.Descriptor.FindFieldByNumber(2);

    public void Apply(int edits, bool drops)
    {
        for (; edits > 0 && model.Owners.Count > 0; edits--)
        {
            ModelOwner owner = model.Owners[random.Next(model.Owners.Count)];
            if (owner.IsGone)
            {
                overlay.IsDropped(owner.Id).ShouldBeTrue(owner.Id.ToString());
                continue;
            }

            overlay.IsDropped(owner.Id).ShouldBeFalse(owner.Id.ToString());
            switch (random.Next(8))
            {
                case 0 when drops && owner.CanDrop && random.Next(3) == 0:
                    overlay.Drop(owner.Id);
                    owner.Drop();
                    break;
                case 1 or 2:
                    EditField(owner);
                    break;
                default:
                    EditAttribute(owner);
                    break;
            }
        }
    }

    /// <summary>Every live attribute of every live owner, as objects have it.</summary>
    public void ShouldReadAlike()
    {
        foreach (ModelOwner owner in model.Owners.Where(o => !o.IsGone))
        {
            if (owner.Attributes(make: false) is { } expected)
            {
                var found = new List<string>();
                foreach (ref readonly AttributeRow row in overlay.AttributesOf(owner.Id))
                {
                    found.Add($"{Convert.ToHexString(row.Key)}={Object(row.Value)}");
                }

                found.ShouldBe(ignoreOrder: true, expected: expected.Select(a =>
                    $"{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(a.Key))}={EditModel.Plain(a.Value)}"));
                overlay.AttributesOf(owner.Id).Count.ShouldBe(found.Count);
            }
        }
    }

    private static AnyValue Object(WireValue value)
    {
        var bytes = new byte[WireSize.OfAnyValue(value)];
        WireSize.WriteAnyValue(bytes, value).ShouldBe(bytes.Length);
        return AnyValue.Parser.ParseFrom(bytes);
    }

    private void EditAttribute(ModelOwner owner)
    {
        if (owner.Attributes(make: false) is not { } before)
        {
            return;
        }

        AttributeKey key = before.Count > 0 && random.Next(2) == 0
            ? new AttributeKey(before[random.Next(before.Count)].Key)
            : Keys[random.Next(Keys.Length)];
        AttributeView view = overlay.AttributesOf(owner.Id);
        KeyValue? first = before.FirstOrDefault(a => a.Key == key.Name);
        view.TryGet(key, out WireValue found).ShouldBe(first is not null);
        Object(found).ShouldBe(EditModel.Plain(first?.Value));
        AnyValue value = RandomValue(before);
        WireValue wire = Wire(value);
        switch (random.Next(5))
        {
            case 0:
                view.Remove(key).ShouldBe(first is not null);
                Remove(before, first);
                break;
            case 1:
                view.Update(key, wire).ShouldBe(first is not null);
                Set(first, value);
                break;
            case 2:
                view.Insert(key, wire).ShouldBe(first is null);
                Add(owner, first is null, key, value);
                break;
            case 3:
                view.Upsert(key.Utf8, wire);
                Set(first, value);
                Add(owner, first is null, key, value);
                break;
            default:
                view.Upsert(key, wire);
                Set(first, value);
                Add(owner, first is null, key, value);
                break;
        }
    }

    /// <summary>Replaces or removes a singular field outside a oneof.</summary>
    private void EditField(ModelOwner owner)
    {
        FieldDescriptor[] fields = [.. owner.Descriptor.Fields.InFieldNumberOrder().Where(f =>
            !f.IsRepeated && f.RealContainingOneof is null && f.FieldType != FieldType.Message)];
        if (fields.Length == 0)
        {
            return;
        }

        FieldDescriptor field = fields[random.Next(fields.Length)];
        IMessage only = field.ContainingType.Parser.ParseFrom(ByteString.Empty);
        field.Accessor.SetValue(only, new RandomMessages(random, 2).Value(field, 4));
        byte[] encoded = only.ToByteArray();
        var reader = new CodedInputStream(encoded);
        uint tag = reader.ReadTag();
        if (tag == 0 || random.Next(4) == 0)
        {
            if (owner.Message is not null && tag != 0)
            {
                overlay.RemoveField(owner.Id, tag);
                field.Accessor.Clear(owner.Message);
            }

            return;
        }

        byte[] content = (tag & 7) == 2 ? reader.ReadBytes().ToByteArray() : encoded[(int)reader.Position..];
        overlay.SetField(owner.Id, tag, content);
        overlay.GetField(owner.Id, tag).Bytes.ToArray().ShouldBe(content);
        field.Accessor.Clear(owner.Made());
        owner.Message!.MergeFrom(encoded);
    }

    private AnyValue RandomValue(IList<KeyValue> attributes) => attributes.Count > 0 && random.Next(4) == 0
        ? EditModel.Plain(attributes[random.Next(attributes.Count)].Value)
        : EditModel.Plain((AnyValue)new RandomMessages(random, 3).Value(_values, 5));

    private WireValue Wire(AnyValue value)
    {
        byte[] bytes = value.ToByteArray();
        Span<byte> scratch = overlay.Scratch(bytes.Length);
        bytes.CopyTo(scratch);
        return WireValue.Read(scratch);
    }

    private static void Set(KeyValue? attribute, AnyValue value)
    {
        if (attribute is not null)
        {
            attribute.Value = value.Clone();
        }
    }

    private static void Add(ModelOwner owner, bool isNew, AttributeKey key, AnyValue value)
    {
        if (isNew)
        {
            owner.Attributes(make: true)!.Add(new KeyValue { Key = key.Name, Value = value.Clone() });
        }
    }

    /// <summary>As the Collector's maps remove: the last takes its place.</summary>
    private static void Remove(IList<KeyValue> attributes, KeyValue? attribute)
    {
        for (int i = 0; i < attributes.Count; i++)
        {
            if (ReferenceEquals(attributes[i], attribute))
            {
                if (attributes.Count <= Overlay.MostMovedRows)
                {
                    attributes[i] = attributes[^1];
                    attributes.RemoveAt(attributes.Count - 1);
                }
                else
                {
                    attributes.RemoveAt(i);
                }

                return;
            }
        }
    }
}
