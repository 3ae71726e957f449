using HotPath.Core.Index;

namespace HotPath.Core.Grouping;

/// <content>Which item goes where. Items that follow each other mostly go to the same place, which costs one comparison a key.</content>
public sealed unsafe partial class Regrouping
{
    private void PlaceItems()
    {
        MovedItems = 0;
        _places.AddZeroed(_arena, _index.ItemRows.Count);
        AttributeRow** values = TakeRows();
        AttributeRow** before = TakeRows();
        int resource = None; // the block, scope or metric, and group of the item before
        int parent = None;
        int group = None;
        int leaf = None;
        bool isMetrics = _index.Signal == Signal.Metrics;
        for (int item = 0; item < _index.ItemRows.Count; item++)
        {
            int moved = FindInItem(item, values);
            MovedItems += moved > 0 ? 1 : 0;
            int scope = _index.ScopeOf(item);
            int ofResource = _index.ScopeRows[scope].Resource;
            Complete(values, _resources[ofResource].Own);
            if (ofResource != resource || !AreEqual(values, before))
            {
                group = ResourceGroup(ofResource, values);
                parent = None;
            }

            if (_index.ItemRows[item].Parent != parent)
            {
                leaf = ChildGroup(ref _byScope, ref _scopeGroups, ref _resourceGroups, group, _scopes[scope].Class);
                leaf = isMetrics
                    ? ChildGroup(ref _byMetric, ref _metricGroups, ref _scopeGroups, leaf, _metrics[_index.ItemRows[item].Parent].Class)
                    : leaf;
            }

            resource = ofResource;
            parent = _index.ItemRows[item].Parent;
            AttributeRow** swap = before;
            before = values;
            values = swap;
            Append(ref isMetrics ? ref _metricGroups[leaf] : ref _scopeGroups[leaf], item, moved);
        }
    }

    private void Append(ref GroupRow leaf, int item, int moved)
    {
        _places[item] = new ItemPlace { Next = None, Moved = moved };
        if (leaf.Last == None)
        {
            leaf.First = item;
        }
        else
        {
            _places[leaf.Last].Next = item;
        }

        leaf.Last = item;
        ref ItemRow row = ref _index.ItemRows[item];
        leaf.Body += moved == 0 ? row.End - row.FieldStart : SizeOfField(row.End - row.BodyStart - moved);
    }

    /// <summary>What an item does not say under a key, its resource may.</summary>
    private void Complete(AttributeRow** values, AttributeRow** own)
    {
        for (int key = 0; key < _keys.Length; key++)
        {
            values[key] = values[key] == null ? own[key] : values[key];
        }
    }

    private bool AreEqual(AttributeRow** some, AttributeRow** others)
    {
        for (int key = 0; key < _keys.Length; key++)
        {
            if (some[key] != others[key]
                && (some[key] == null || others[key] == null || !PairOf(some[key]).SequenceEqual(PairOf(others[key]))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The group of these values under a resource; made if there is none.</summary>
    private int ResourceGroup(int resource, AttributeRow** values)
    {
        int frame = _resources[resource].Class;
        var hasher = default(HashCode);
        hasher.Add(frame);
        for (int key = 0; key < _keys.Length; key++)
        {
            hasher.Add(values[key] == null);
            hasher.AddBytes(values[key] == null ? default : PairOf(values[key]));
        }

        int hash = hasher.ToHashCode();
        for (int at = _byResource.First(hash); at >= 0; at = _byResource.Next(at))
        {
            ref GroupRow group = ref _resourceGroups[_byResource[at]];
            if (_resources[group.Frame].Class == frame && AreEqual(group.Values, values))
            {
                return _byResource[at];
            }
        }

        AttributeRow** kept = TakeRows();
        new ReadOnlySpan<nint>(values, _keys.Length).CopyTo(new Span<nint>(kept, _keys.Length));
        _resourceGroups.Add(_arena) =
            new GroupRow { Values = kept, Frame = resource, Parent = None, First = None, Last = None, Next = None };
        _byResource.Add(_arena, hash, _resourceGroups.Count - 1);
        return _resourceGroups.Count - 1;
    }

    /// <summary>The group of a frame inside another group; made if there is none, behind those that are there.</summary>
    private int ChildGroup(ref Chains chains, ref RowList<GroupRow> groups, ref RowList<GroupRow> parents, int parent, int frame)
    {
        int hash = HashCode.Combine(parent, frame);
        for (int at = chains.First(hash); at >= 0; at = chains.Next(at))
        {
            if (groups[chains[at]].Parent == parent && groups[chains[at]].Frame == frame)
            {
                return chains[at];
            }
        }

        groups.Add(_arena) = new GroupRow { Frame = frame, Parent = parent, First = None, Last = None, Next = None };
        int made = groups.Count - 1;
        ref GroupRow outer = ref parents[parent];
        if (outer.Last == None)
        {
            outer.First = made;
        }
        else
        {
            groups[outer.Last].Next = made;
        }

        outer.Last = made;
        chains.Add(_arena, hash, made);
        return made;
    }
}
