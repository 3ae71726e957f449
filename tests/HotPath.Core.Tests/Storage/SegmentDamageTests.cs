using HotPath.Core.Storage;

namespace HotPath.Core.Tests.Storage;

/// <summary>Cut and flipped bytes: what can be read is read, what can't is said, and nothing else is lost.</summary>
public sealed class SegmentDamageTests
{
    private static readonly byte[][] Payloads = [LogRig.Bytes(50), LogRig.Bytes(60), LogRig.Bytes(70)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LastSegment_CutAnywhereInItsLastRecord_LosesThatRecordOnly(bool compress)
    {
        using LogRig rig = new LogRig(compress).Open();
        RecordPlace last = rig.Write(Payloads)[2];
        rig.Log.Dispose();
        string path = rig.Segments.Single();
        byte[] whole = File.ReadAllBytes(path);
        for (int length = (int)last.Offset; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);

            rig.Open().ShouldHold(Payloads[..2], $"cut at {length}");
            rig.Damage.ShouldBeEmpty("a torn end is no damage");
            rig.Torn.Select(static torn => (torn.Offset, torn.Bytes))
                .ShouldBe(length == last.Offset ? [] : [(last.Offset, length - last.Offset)]);
            rig.Write([1]);
            rig.Open().ShouldHold([.. Payloads[..2], [1]], $"cut at {length}");
            rig.Log.Dispose();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnyByteOfARecord_Flipped_LosesThatRecordOnlyAndIsSaid(bool compress)
    {
        using LogRig rig = new LogRig(compress).Open();
        RecordPlace second = rig.Write(Payloads)[1];
        rig.Log.Dispose();
        string path = rig.Segments.Single();
        byte[] whole = File.ReadAllBytes(path);
        for (long at = second.Offset; at < second.End; at++)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 0x10;
            File.WriteAllBytes(path, flipped);

            // A record whose header is sound is met, and found broken; one whose header is not is stepped over.
            bool isMet = at >= second.Offset + RecordHeader.Bytes;
            rig.Open().ShouldHold(isMet ? [Payloads[0], [], Payloads[2]] : [Payloads[0], Payloads[2]], $"flipped at {at}");
            rig.Damage.Select(static damage => (damage.Offset, damage.Bytes, damage.Reason)).ShouldBe(
                [(second.Offset, second.End - second.Offset, isMet ? SegmentDamage.BadBody : SegmentDamage.NoRecord)], $"flipped at {at}");
            rig.Log.Dispose();
        }
    }

    [Fact]
    public void DamagedSegment_WhenWhatCanBeReadIsDone_IsKeptIfAskedFor()
    {
        using var rig = new LogRig();
        rig.Options = rig.Options with { KeepDamaged = true };
        RecordPlace[] places = rig.Open().Write(Payloads);
        rig.Log.Dispose();
        string path = rig.Segments.Single();
        byte[] bytes = File.ReadAllBytes(path);
        bytes[places[1].Offset + 12] ^= 1;
        File.WriteAllBytes(path, bytes);

        rig.Open();
        rig.Log.MarkDone(places[0]);
        rig.Log.MarkDone(places[2]);

        rig.Segments.ShouldBeEmpty();
        rig.Files.ShouldBe([Path.GetFileName(path) + ".backup"]);
    }

    [Fact]
    public void SegmentHeader_Broken_ItsRecordsAreFoundAllTheSame()
    {
        using LogRig rig = new LogRig().Open();
        rig.Write(Payloads);
        rig.Log.Dispose();
        byte[] bytes = File.ReadAllBytes(rig.Segments.Single());
        bytes[3] ^= 1;
        File.WriteAllBytes(rig.Segments.Single(), bytes);

        rig.Open().ShouldHold(Payloads);
        rig.Damage.ShouldNotBeEmpty();
    }

    [Fact]
    public void EmptyFile_OfAProcessThatDiedAtOnce_IsNoDamage()
    {
        using LogRig rig = new LogRig().Open();
        rig.Log.Dispose();
        File.WriteAllBytes(Path.Combine(rig.Options.Directory, $"{5:D20}.seg"), []);

        rig.Open().ShouldHold([]);
        rig.Damage.ShouldBeEmpty();
        rig.Write([1]);
        rig.Open().ShouldHold([[1]]);
    }

    [Fact]
    public void DoneFile_TornOrForeign_CountsForNothing()
    {
        using LogRig rig = new LogRig().Open();
        RecordPlace[] places = rig.Write(Payloads);
        rig.Log.MarkDone(places[0]);
        rig.Log.FlushDone();
        rig.Log.Dispose();
        string path = Path.ChangeExtension(rig.Segments.Single(), ".done");
        File.WriteAllBytes(path, [.. File.ReadAllBytes(path), 1, 0, 0, 0, 9, 9, 9, 9, 2, 0, 0]);

        rig.Open().ShouldHold(Payloads[1..]);
        rig.Log.MarkDone(places[1]);
        rig.Log.FlushDone();
        rig.Open().ShouldHold(Payloads[2..]);
    }
}
