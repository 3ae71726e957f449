using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Tests.Wire;

/// <summary>
/// The walk's, the hash's and the overlay's tests once more for each width their kernels can run at, which the runtime fixes when it
/// starts: so in a process of their own. A machine that has no more than a width runs it in this process.
/// </summary>
public class VectorWidthTests
{
    private const string ExpectedBits = "HOTPATH_TEST_VECTOR_BITS";

    /// <summary>Less than <c>./check</c> gives all tests of a project; a busy machine may need much of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly string[] Suite =
    [
        "OtlpWalk", "KeyHash", "KeySearch", "Sha256Lanes", "Fnv1aLanes", "OverlayProperty", "OverlayKeySet", "OverlayGlance",
        "Crc32Tests", "InflaterTests.Run_OfEveryWay",
        "VectorWidthTests.Width",
    ];

    private static int Bits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task WalkTests_AtANarrowerWidth_Pass(string switchedOff, int bits)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "vstest",
                typeof(VectorWidthTests).Assembly.Location,
                $"--TestCaseFilter:{string.Join('|', Suite.Select(name => $"FullyQualifiedName~{name}"))}",
            },
            Environment =
            {
                [switchedOff] = "0", [ExpectedBits] = bits.ToString(), ["HOTPATH_FUZZ_INPUTS"] = "3000", ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            },
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        await using var impatience = patience.Token.Register(() => process.Kill(entireProcessTree: true));

        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        patience.IsCancellationRequested.ShouldBeFalse($"not done within {Patience}: {output}");
        (Bits >= bits).ShouldBeTrue("the machine has no such width to narrow to");
        process.ExitCode.ShouldBe(0, output);
        output.ShouldContain("Passed");
    }

    /// <summary>Holds here, and proves in the other processes that the switch took.</summary>
    [Fact]
    public void Width_OfThisProcess_IsTheOneAskedFor() =>
        Bits.ToString().ShouldBe(Environment.GetEnvironmentVariable(ExpectedBits) ?? Bits.ToString());
}
