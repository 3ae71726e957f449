using System.Net;
using System.Net.Sockets;
using HotPath.Core.Memory;
using HotPath.Core.Net;
using HotPath.Testing;

namespace HotPath.Core.Tests.Net;

public sealed class GatherListTests : IDisposable
{
    private readonly GatherList _list = new();

    public void Dispose() => _list.Dispose();

    [Fact]
    public void Take_PiecesAndCopies_ComeInTheirOrder()
    {
        Text("ab").CopyTo(_list.Reserve(2));
        _list.Add(Text("cdef"));
        Text("g").CopyTo(_list.Reserve(1));
        Text("h").CopyTo(_list.Reserve(1));
        _list.Add(default);
        _list.Bytes.ShouldBe(8);

        TakeAll(3).ShouldBe("abc|def|gh");
        _list.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Detach_WhatIsLeft_NoLongerChangesWithItsSource()
    {
        byte[] source = Text("source");
        _list.Add(source);
        _list.Take(new byte[2]);

        _list.Detach();
        source.AsSpan().Fill((byte)'x');

        TakeAll(100).ShouldBe("urce");
    }

    [Fact]
    public void Add_WhenFull_IsRefusedAndClearMakesRoom()
    {
        byte[] one = Text("1");
        for (int i = 0; i < GatherList.MaxPieces; i++)
        {
            _list.HasRoom(1, 0).ShouldBeTrue();
            _list.Add(one);
        }

        _list.HasRoom(1, 0).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => _list.Add(one));
        _list.Clear();
        _list.HasRoom(GatherList.MaxPieces, GatherList.MaxCopiedBytes).ShouldBeTrue();
        _list.HasRoom(1, GatherList.MaxCopiedBytes + 1).ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => _list.Reserve(GatherList.MaxCopiedBytes + 1).Length);
    }

    [Fact]
    public async Task TrySend_MoreThanTheSocketTakes_StopsAndGoesOnWhereItStopped()
    {
        (Socket from, Socket to) = await PairAsync();
        using (from)
        using (to)
        {
            var random = new Random(1);
            byte[] bytes = new byte[6 << 20];
            random.NextBytes(bytes);
            var received = new byte[bytes.Length];
            int sent = 0;
            int read = 0;
            while (read < bytes.Length)
            {
                while (sent < bytes.Length && _list.HasRoom(1, 10))
                {
                    int length = Math.Min(random.Next(1, 20_000), bytes.Length - sent);
                    if (length < 10)
                    {
                        bytes.AsSpan(sent, length).CopyTo(_list.Reserve(length));
                    }
                    else
                    {
                        _list.Add(bytes.AsMemory(sent, length));
                    }

                    sent += length;
                }

                _list.TrySend(from.SafeHandle, out int errno).ShouldBeTrue(errno.ToString());
                int available = to.Available;
                read += available > 0 ? await to.ReceiveAsync(received.AsMemory(read)) : 0;
            }

            received.AsSpan().SequenceEqual(bytes).ShouldBeTrue();
            _list.IsEmpty.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task TrySend_ToAClosedPeer_SaysSo()
    {
        (Socket from, Socket to) = await PairAsync();
        using (from)
        {
            to.LingerState = new LingerOption(true, 0);
            to.Dispose();
            int errno = 0;
            SpinWait.SpinUntil(
                () =>
                {
                    _list.Clear();
                    _list.Add(Text("x"));
                    return !_list.TrySend(from.SafeHandle, out errno);
                },
                TimeSpan.FromSeconds(60)).ShouldBeTrue("nothing was said of the peer's end");
            errno.ShouldBeOneOf(32, 104);
        }
    }

    [Fact]
    public async Task AddAndSend_OfSlabs_AllocatesNothing()
    {
        (Socket from, Socket to) = await PairAsync();
        using var pool = new SlabPool(new MemoryBudget(1 << 26, 1 << 26));
        pool.TryRent(4000, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        var buffer = new byte[8192];
        using (from)
        using (to)
        {
            Allocations.Of(300, () =>
            {
                _list.Reserve(9).Clear();
                _list.Add(lease.Memory);

                // The kernel may take less than all at a time, or nothing until it has heard from the other end.
                for (int left = 4009; left > 0;)
                {
                    _list.TrySend(from.SafeHandle, out _);
                    left -= to.Available > 0 ? to.Receive(buffer) : 0;
                }
            }).ShouldBe(0);
        }

        lease.Return();
    }

    private static byte[] Text(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static async Task<(Socket From, Socket To)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var from = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await from.ConnectAsync(listener.LocalEndpoint);
        return (from, await listener.AcceptSocketAsync());
    }

    private string TakeAll(int at)
    {
        var pieces = new List<string>();
        var to = new byte[at];
        while (!_list.IsEmpty)
        {
            pieces.Add(System.Text.Encoding.ASCII.GetString(to, 0, _list.Take(to)));
        }

        return string.Join('|', pieces);
    }
}
