using HotPath.Core.Storage;

namespace HotPath.Core.Tests.Storage;

/// <summary>What a log writes it reads, in order, over restarts; and what is done with goes.</summary>
public sealed class SegmentLogTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Records_OfAnySize_AreReadAsTheyWereWritten(bool compress)
    {
        using LogRig rig = new LogRig(compress).Open();
        byte[][] payloads =
            [[], LogRig.Bytes(1), LogRig.Bytes(1000), LogRig.Bytes(RecordWriter.BufferBytes), LogRig.Bytes(3_000_000), new byte[2_000_000]];
        foreach (byte[] payload in payloads)
        {
            rig.Write(payload);
        }

        rig.ShouldHold(payloads);
        rig.Open().ShouldHold(payloads);
        rig.Found.Select(static header => header.Items).ShouldBe(payloads.Select(static payload => payload.Length));
        rig.Damage.ShouldBeEmpty();
    }

    [Fact]
    public void Done_OverARestart_StaysDone()
    {
        using LogRig rig = new LogRig().Open();
        RecordPlace[] places = rig.Write([1], [2], [3], [4]);
        rig.Log.MarkDone(places[2]);
        rig.Log.MarkDone(places[0]);
        rig.Log.FlushDone();

        rig.Open().ShouldHold([[2], [4]]);
    }

    [Fact]
    public void Segments_WhoseRecordsAreAllDone_AreRemoved()
    {
        using LogRig rig = new LogRig(segmentBytes: 1).Open();
        RecordPlace[] places = [.. Enumerable.Range(1, 3).SelectMany(i => rig.Write([(byte)i]))];
        rig.Segments.Length.ShouldBe(3);

        rig.Log.MarkDone(places[1]);
        rig.Log.MarkDone(places[0]);
        rig.Segments.Length.ShouldBe(1);
        rig.Log.MarkDone(places[2]);

        rig.Files.ShouldBeEmpty();
        rig.Log.Bytes.ShouldBe(0);
        rig.Write([9]);
        rig.ShouldHold([[9]]);
    }

    [Fact]
    public void Number_UsedAgainAfterARestart_IsNotTakenForDone()
    {
        using LogRig rig = new LogRig().Open();
        RecordPlace place = rig.Write([1])[0];
        rig.Log.MarkDone(place);
        File.WriteAllBytes(Path.Combine(rig.Options.Directory, $"{1:D20}.done"), [0, 0, 0, 0, 1, 2, 3, 4]);

        rig.Open().Write([2]);

        rig.Open().ShouldHold([[2]]);
    }

    [Fact]
    public void Group_RolledBack_LeavesNothing()
    {
        using LogRig rig = new LogRig().Open();
        rig.Write([1]);
        long bytes = rig.Log.Bytes;
        rig.Log.BeginGroup();
        rig.Append(LogRig.Bytes(100_000));
        rig.Log.RollBackGroup();
        rig.Log.Bytes.ShouldBe(bytes);
        rig.Write([2]);

        rig.ShouldHold([[1], [2]]);
        rig.Open().ShouldHold([[1], [2]]);
        rig.Damage.ShouldBeEmpty();
    }

    [Fact]
    public void Fsync_WhenAskedFor_WritesTheSame()
    {
        using var rig = new LogRig(segmentBytes: 1);
        rig.Options = rig.Options with { Fsync = true };
        rig.Open().Write([1], [2]);
        rig.Write([3]);

        rig.Open().ShouldHold([[1], [2], [3]]);
    }

    /// <summary>Random work with restarts, against a list.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnyWork_WithRestarts_LosesNothingAndKeepsTheOrder(int seed)
    {
        var random = new Random(seed);
        using LogRig rig = new LogRig(segmentBytes: 4096).Open();
        var left = new List<byte[]>();
        var taken = new List<(RecordPlace Place, byte[] Payload)>();
        int next = 0;
        for (int step = 0; step < 600; step++)
        {
            int what = random.Next(10);
            if (what < 4)
            {
                byte[][] payloads =
                [
                    .. Enumerable.Range(0, random.Next(1, 5))
                        .Select(_ => BitConverter.GetBytes(++next).Concat(new byte[random.Next(900)]).ToArray()),
                ];
                rig.Write(payloads);
                left.AddRange(payloads);
            }
            else if (what < 7 && rig.Take(out RecordPlace place) is { } payload)
            {
                LogRig.Print(payload).ShouldBe(LogRig.Print(left[taken.Count]), $"seed {seed}, step {step}");
                taken.Add((place, payload));
            }
            else if (what < 9 && taken.Count > 0)
            {
                int which = random.Next(taken.Count);
                rig.Log.MarkDone(taken[which].Place);
                left.RemoveAt(left.FindIndex(one => one.AsSpan(0, 4).SequenceEqual(taken[which].Payload.AsSpan(0, 4))));
                taken.RemoveAt(which);
            }
            else if (what == 9)
            {
                rig.Log.FlushDone();
                rig.Open();
                rig.Found.Count.ShouldBe(left.Count, $"seed {seed}, step {step}");
                taken.Clear();
            }
        }

        rig.Log.FlushDone();
        rig.Open().ShouldHold(left);
    }
}
