using HotPath.Core.Storage;

namespace HotPath.Core.Tests.Storage;

/// <summary>
/// A disk that refuses: what was written stays, what could not be is not half there, and nothing that can't be read is destroyed.
/// </summary>
public sealed class SegmentFaultTests
{
    private static readonly byte[][] Payloads = [LogRig.Bytes(50), LogRig.Bytes(600_000), LogRig.Bytes(70)];

    [Theory]
    [InlineData(SegmentIo.Create)]
    [InlineData(SegmentIo.Write)]
    [InlineData(SegmentIo.Sync)]
    public void Group_ThatTheDiskRefuses_LeavesNothingBehind(SegmentIo refused)
    {
        using LogRig rig = new LogRig(segmentBytes: refused == SegmentIo.Create ? 1 : 1 << 20).Open();
        rig.Options = rig.Options with { Fsync = true };
        rig.Open().Write([1, 2]);
        rig.Disk = (io, _, _) => Refuse(io == refused);

        Should.Throw<IOException>(() => rig.Write(Payloads));
        rig.Log.RollBackGroup();

        rig.Disk = null;
        rig.Write([3]);
        rig.ShouldHold([[1, 2], [3]]);
        rig.Open().ShouldHold([[1, 2], [3]]);
        rig.Damage.ShouldBeEmpty();
    }

    [Fact]
    public void Group_WhoseSecondWriteIsRefused_IsCutBack()
    {
        using LogRig rig = new LogRig(compress: false).Open();
        rig.Write([1]);
        int writes = 0;
        rig.Disk = (io, _, _) => Refuse(io == SegmentIo.Write && ++writes == 2);

        Should.Throw<IOException>(() => rig.Write(Payloads));
        rig.Log.RollBackGroup();

        long length = new FileInfo(rig.Segments.Single()).Length;
        length.ShouldBe(rig.Log.Bytes);
        rig.Open().ShouldHold([[1]]);
    }

    [Fact]
    public void Body_ThatCannotBeRead_StaysForALaterStart()
    {
        using LogRig rig = new LogRig().Open();
        RecordPlace[] places = rig.Write(Payloads);
        rig.Disk = (io, _, offset) => Refuse(io == SegmentIo.Read && offset > places[1].Offset && offset < places[1].End);
        rig.Take(out _).ShouldBe(Payloads[0]);

        Should.Throw<IOException>(() => rig.Take(out _));
        rig.Log.KeepUnreadable(places[1], "broken");
        rig.Take(out _).ShouldBe(Payloads[2]);
        rig.Log.MarkDone(places[0]);
        rig.Log.MarkDone(places[2]);
        rig.Log.FlushDone();

        rig.Damage.ShouldHaveSingleItem().Reason.ShouldBe(SegmentDamage.Unreadable);
        rig.Disk = null;
        rig.Open().ShouldHold([Payloads[1]]);
    }

    [Fact]
    public void Header_ThatCannotBeRead_IsSteppedOverAndItsRecordSaidToBeLost()
    {
        using LogRig rig = new LogRig(compress: false).Open();
        RecordPlace[] places = rig.Write(Payloads);
        rig.Disk = (io, _, offset) => Refuse(io == SegmentIo.Read && offset == places[1].Offset);
        rig.Take(out _).ShouldBe(Payloads[0]);

        Should.Throw<IOException>(() => rig.Take(out _));
        rig.Log.SkipUnreadable("broken");
        rig.Take(out _).ShouldBe(Payloads[2]);
        rig.Take(out _).ShouldBeNull();

        rig.Lost.ShouldBe([(7u, new RecordTotals(1, Payloads[1].Length, Payloads[1].Length), true)]);
        rig.Disk = null;
        rig.Open().ShouldHold(Payloads);
    }

    [Fact]
    public void Start_WithPartsThatCannotBeRead_FindsTheRestAndDestroysNothing()
    {
        using LogRig rig = new LogRig(compress: false).Open();
        RecordPlace[] places = rig.Write(Payloads);
        long length = new FileInfo(rig.Segments.Single()).Length;
        rig.Disk = (io, _, offset) => Refuse(io == SegmentIo.Read && offset == places[1].Offset);

        rig.Open().Found.Select(static header => header.Items).ShouldBe([50, 70]);
        rig.Write([9]);
        rig.Segments.Length.ShouldBe(2, "nothing is written behind what can't be read");
        new FileInfo(rig.Segments[0]).Length.ShouldBe(length);
        rig.Take(out _).ShouldBe(Payloads[0]);

        rig.Disk = null;
        rig.Open().ShouldHold([.. Payloads, [9]]);
    }

    [Fact]
    public void Header_DamagedWhileTheLogIsOpen_IsSaidAndItsSegmentGoesAllTheSame()
    {
        using LogRig rig = new LogRig(compress: false).Open();
        RecordPlace[] places = rig.Write(Payloads);
        using (FileStream file = new(rig.Segments.Single(), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = places[1].Offset + 8;
            file.WriteByte(0x55);
        }

        rig.ShouldHold([Payloads[0], Payloads[2]]);
        rig.Lost.ShouldBe([(7u, new RecordTotals(1, Payloads[1].Length, Payloads[1].Length), false)]);
        rig.Damage.ShouldHaveSingleItem().Bytes.ShouldBe(places[1].End - places[1].Offset);
        rig.Log.MarkDone(places[0]);
        rig.Log.MarkDone(places[2]);
        rig.Files.ShouldBeEmpty();
    }

    [Fact]
    public void Segment_RemovedBySomebodyElse_IsNotWrittenToAnyMore()
    {
        using LogRig rig = new LogRig().Open();
        rig.Write([1]);
        File.Delete(rig.Segments.Single());

        rig.Write([2]);
        rig.Segments.ShouldHaveSingleItem();
        rig.ShouldHold([[1], [2]], "what is open can still be read");
        rig.Open().ShouldHold([[2]]);
    }

    [Fact]
    public void Segment_RemovedBySomebodyElse_IsSaidWithWhatOfItIsNotDone()
    {
        using LogRig rig = new LogRig().Open();
        RecordPlace[] places = rig.Write(LogRig.Bytes(1), LogRig.Bytes(20), LogRig.Bytes(300));
        rig.Take(out _);
        rig.Take(out _);
        rig.Log.MarkDone(places[0]);
        rig.Log.TakeNameless().ShouldBeEmpty();

        File.Delete(rig.Segments.Single());

        rig.Log.TakeNameless().ShouldBe([(7u, new RecordTotals(2, 320, 320))]);
        rig.Log.TakeNameless().ShouldBeEmpty("it is said once");
    }

    [Fact]
    public void Removing_ThatTheDiskRefuses_RepeatsNothing()
    {
        using LogRig rig = new LogRig().Open();
        RecordPlace place = rig.Write([1])[0];
        rig.Disk = (io, _, _) => Refuse(io == SegmentIo.Remove);

        Should.Throw<IOException>(() => rig.Log.MarkDone(place));

        rig.Disk = null;
        rig.Segments.ShouldHaveSingleItem();
        rig.Open().ShouldHold([]);
        rig.Files.ShouldBeEmpty();
    }

    [Fact]
    public void Removing_ThatTheDiskRefuses_IsDoneWhenItHasTakenAGroup()
    {
        using LogRig rig = new LogRig(segmentBytes: 1).Open();
        RecordPlace first = rig.Write([1])[0];
        RecordPlace second = rig.Write([2])[0];
        rig.Disk = (io, _, _) => Refuse(io == SegmentIo.Remove);
        rig.Take(out _).ShouldBe([1]);
        Should.Throw<IOException>(() => rig.Log.MarkDone(first));
        rig.Take(out _).ShouldBe([2], "what can't be removed is in nobody's way");
        Should.Throw<IOException>(() => rig.Log.MarkDone(second));
        rig.Segments.Length.ShouldBe(2);

        rig.Disk = null;
        rig.Write([3]);

        rig.Segments.Length.ShouldBe(1);
        rig.Log.Segments.ShouldBe(1);
        rig.Log.Bytes.ShouldBe(new FileInfo(rig.Segments[0]).Length);
        rig.Open().ShouldHold([[3]]);
    }

    private static void Refuse(bool isRefused)
    {
        if (isRefused)
        {
            throw new IOException("Input/output error");
        }
    }
}
