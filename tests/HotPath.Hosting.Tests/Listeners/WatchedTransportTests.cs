using System.Diagnostics.CodeAnalysis;
using System.Net;
using HotPath.Hosting.Listeners;
using Microsoft.AspNetCore.Connections;

namespace HotPath.Hosting.Tests.Listeners;

/// <summary>A listener that dies is told of; one that is stopped is not.</summary>
[SuppressMessage("Design", "CA1001", Justification = "the listener is a fake that holds nothing")]
public sealed class WatchedTransportTests
{
    private readonly List<string> _told = [];
    private readonly DyingListener _listener = new();

    [Fact]
    public async Task Accept_SocketIsClosedByNobody_IsTold()
    {
        IConnectionListener watched = await BindAsync();

        (await watched.AcceptAsync()).ShouldBeNull();
        _told.ShouldHaveSingleItem().ShouldBe("the listener at 127.0.0.1:4317 takes no further connections: its socket was closed");
    }

    [Fact]
    public async Task Accept_Fails_IsToldAndStillFails()
    {
        IConnectionListener watched = await BindAsync();
        _listener.Fault = new IOException("too many open files");

        await Should.ThrowAsync<IOException>(() => watched.AcceptAsync().AsTask());
        _told.ShouldHaveSingleItem().ShouldEndWith("too many open files");
    }

    [Fact]
    public async Task Accept_AfterUnbind_IsNotTold()
    {
        IConnectionListener watched = await BindAsync();
        await watched.UnbindAsync();

        (await watched.AcceptAsync()).ShouldBeNull();
        _told.ShouldBeEmpty();
    }

    private async Task<IConnectionListener> BindAsync() =>
        await new WatchedTransport(_listener, _told.Add).BindAsync(IPEndPoint.Parse("127.0.0.1:4317"));

    private sealed class DyingListener : IConnectionListenerFactory, IConnectionListener
    {
        public Exception? Fault { get; set; }

        public EndPoint EndPoint { get; } = IPEndPoint.Parse("127.0.0.1:4317");

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            Fault is null
                ? new ValueTask<ConnectionContext?>((ConnectionContext?)null)
                : ValueTask.FromException<ConnectionContext?>(Fault);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => default;

        public ValueTask DisposeAsync() => default;
    }
}
