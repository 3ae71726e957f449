using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;

namespace HotPath.Testing.Simulation;

/// <summary>A sender that sends one request after the other to one receiver, with pauses, until it is told to stop.</summary>
internal sealed class SimulatedSender(int number, string receiver, IIntake port, SimulatedWorld world, SimulatedGateway gateway)
{
    private const string TenantKey = "x-tenant";

    private readonly Random _random = world.Random;
    private int _next;

    /// <summary>True if its requests may have deadlines.</summary>
    public bool MayHaveDeadlines { get; init; }

    /// <summary>True: no further request.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Sends.</summary>
    public async Task RunAsync(int requests)
    {
        for (int i = 0; i < requests && !IsStopped; i++)
        {
            await PauseAsync(200);
            if (!IsStopped && port.IsServed)
            {
                await SendAsync();
            }
        }
    }

    private async Task SendAsync()
    {
        SimulatedItem[] items = [.. Enumerable.Range(_next, _random.Next(1, 8)).Select(item => new SimulatedItem(number, item))];
        _next += items.Length;
        byte[] request = SimulatedSpans.Request(items, _random);
        ClientInfo client = Client();
        if (port.TryRent(request.Length, out Lease lease).Kind != AdmissionKind.Admitted)
        {
            port.CountRefused(RefuseReason.Memory, request.Length);
            return;
        }

        request.CopyTo(lease.Writable);
        if (_random.Next(3) == 0)
        {
            // Its headers were read, and its body is on the way.
            await PauseAsync(50);
        }

        world.NoteSent(items, gateway.PlanOf(receiver));
        Deadline? deadline = MayHaveDeadlines && _random.Next(3) == 0
            ? Deadline.After(gateway.Clock, TimeSpan.FromMilliseconds(_random.Next(1, 800)))
            : null;
        Outcome outcome = await port.DeliverAsync(lease, deadline, CancellationToken.None, client);
        if (gateway.IsDead)
        {
            return;
        }

        world.Trace.Note($"sender {number}: {items.Length} items from {items[0].Number} on: {outcome.Kind}");
        world.NoteAnswer(items, outcome.Kind == OutcomeKind.Ok);
        if (outcome.RetryAfter > TimeSpan.Zero)
        {
            await Task.Delay(TimeSpan.FromTicks(Math.Min(outcome.RetryAfter.Ticks, TimeSpan.TicksPerSecond)), gateway.Clock);
        }
    }

    private async Task PauseAsync(int mostMilliseconds)
    {
        if (_random.Next(2) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(1, mostMilliseconds)), gateway.Clock);
        }
        else
        {
            await Task.Yield();
        }
    }

    /// <summary>What a host makes of its headers under the plan of now.</summary>
    private ClientInfo Client()
    {
        MetadataTable table = port.Metadata;
        var draft = new MetadataDraft();
        for (int i = 0; i < table.Keys.Count; i++)
        {
            if (table.Keys[i] == TenantKey)
            {
                draft.TryAdd(i, $"tenant-{number % 2}");
            }
        }

        return new ClientInfo(table.Find(draft));
    }
}
