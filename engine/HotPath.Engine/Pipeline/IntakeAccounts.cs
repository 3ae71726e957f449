using HotPath.Core.Memory;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Who pays for the requests of one intake: their tenant, in the book of each gate that keeps one, and the pipelines with a limit.
/// </summary>
internal sealed class IntakeAccounts
{
    private readonly TenantBook[] _books;
    private readonly SlabAccounts _ofAll;

    private IntakeAccounts(TenantBook[] books, SlabAccounts ofAll)
    {
        _books = books;
        _ofAll = ofAll;
    }

    /// <summary>Those of some gates; null if none of them keeps account.</summary>
    public static IntakeAccounts? Of(IReadOnlyList<MemoryGate> gates, SlabPool slabs)
    {
        TenantBook[] books = [.. gates.Select(static gate => gate.Tenants).OfType<TenantBook>().Distinct()];
        SlabAccounts ofAll = slabs.NoAccounts;
        foreach (SlabAccount pipeline in gates.Select(static gate => gate.Pipeline).OfType<SlabAccount>())
        {
            ofAll = ofAll.With(pipeline);
        }

        foreach (TenantBook book in books)
        {
            // Made first, so that it is there whatever the number of tenants.
            _ = ofAll.With(book.Shared);
        }

        return books.Length == 0 && ofAll.All.IsEmpty ? null : new IntakeAccounts(books, ofAll);
    }

    /// <summary>Who pays for what this client sends.</summary>
    public SlabAccounts Of(in ClientInfo client)
    {
        SlabAccounts accounts = _ofAll;
        foreach (TenantBook book in _books)
        {
            SlabAccounts own = accounts.With(book.Of(client.Metadata));

            // The process knows as many combinations as it may: who comes now shares an account, rather than be on none.
            accounts = ReferenceEquals(own, accounts) ? accounts.With(book.OfOthers()) : own;
        }

        return accounts;
    }
}
