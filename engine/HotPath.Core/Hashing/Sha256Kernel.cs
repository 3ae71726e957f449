using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace HotPath.Core.Hashing;

/// <summary>
/// The kernel at one width.
/// <code>
///   state    word 0 of all lanes, word 1 of all lanes, … 8 words         block    word 0 of all lanes, … 16 words, as they lie in memory
///   tails    a lane's last one or two blocks: what is left of the message, 80, zeroes, the length in bits (8 bytes, big-endian)
/// </code>
/// </summary>
/// <typeparam name="T">The words.</typeparam>
/// <typeparam name="TLanes">What is done with them.</typeparam>
internal static unsafe class Sha256Kernel<T, TLanes>
    where T : unmanaged
    where TLanes : struct, IHashLanes<T>
{
    private const int BlockBytes = 64;
    private const int StateWords = 8;
    private const int BlockWords = 16;
    private const int MaxLanes = 16;

    private static ReadOnlySpan<uint> Initial =>
        [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    private static ReadOnlySpan<uint> Rounds =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    /// <summary>Hashes all messages.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(HashJob* jobs, int count)
    {
        int lanes = TLanes.Count;
        uint* state = stackalloc uint[StateWords * MaxLanes];
        uint* block = stackalloc uint[BlockWords * MaxLanes];
        byte* tails = stackalloc byte[2 * BlockBytes * MaxLanes];
        HashJob** jobOf = stackalloc HashJob*[MaxLanes];
        int* blockOf = stackalloc int[MaxLanes];
        int next = 0;
        int busy = 0;
        for (int lane = 0; lane < lanes; lane++)
        {
            // A lane without a message hashes the last one's tail along; nobody looks at it.
            jobOf[lane] = next < count ? jobs + next : null;
            blockOf[lane] = 0;
            busy += next < count ? 1 : 0;
            Begin(next < count ? jobs + next++ : null, lane, lanes, state, tails);
        }

        while (busy > 0)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                Load(jobOf[lane], blockOf[lane]++, lane, lanes, block, tails);
            }

            Compress((T*)state, (T*)block);
            for (int lane = 0; lane < lanes; lane++)
            {
                HashJob* job = jobOf[lane];
                if (job == null || blockOf[lane] < BlocksOf(job->Length))
                {
                    continue;
                }

                Finish(job, lane, lanes, state);
                jobOf[lane] = next < count ? jobs + next : null;
                blockOf[lane] = 0;
                busy -= next < count ? 0 : 1;
                Begin(next < count ? jobs + next++ : null, lane, lanes, state, tails);
            }
        }
    }

    private static int BlocksOf(int length) => (length + 8) / BlockBytes + 1;

    /// <summary>Sets a lane's state to the beginning and builds the message's tail.</summary>
    private static void Begin(HashJob* job, int lane, int lanes, uint* state, byte* tails)
    {
        for (int word = 0; word < StateWords; word++)
        {
            state[(word * lanes) + lane] = Initial[word];
        }

        int length = job == null ? 0 : job->Length;
        int left = length % BlockBytes;
        var tail = new Span<byte>(tails + (lane * 2 * BlockBytes), 2 * BlockBytes);
        tail.Clear();
        new ReadOnlySpan<byte>(job == null ? null : job->From + length - left, left).CopyTo(tail);
        tail[left] = 0x80;
        int end = left + 8 < BlockBytes ? BlockBytes : 2 * BlockBytes;
        BinaryPrimitives.WriteUInt64BigEndian(tail[(end - 8)..], 8UL * (uint)length);
    }

    /// <summary>Puts a lane's next block among the others'.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(HashJob* job, int number, int lane, int lanes, uint* block, byte* tails)
    {
        int whole = job == null ? 0 : job->Length / BlockBytes;
        byte* tail = tails + (((lane * 2) + (job == null ? 0 : number - whole)) * BlockBytes);
        byte* from = number < whole ? job->From + ((long)number * BlockBytes) : tail;
        for (int word = 0; word < BlockWords; word++)
        {
            block[(word * lanes) + lane] = ((uint*)from)[word];
        }
    }

    private static void Finish(HashJob* job, int lane, int lanes, uint* state)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (int word = 0; word < StateWords; word++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(digest[(4 * word)..], state[(word * lanes) + lane]);
        }

        Sha256Lanes.WriteHex(digest, job->To);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(T* state, T* w)
    {
        T a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (int word = 0; word < BlockWords; word++)
        {
            w[word] = TLanes.Turned(w[word]);
        }

        for (int round = 0; round < 64; round += 8)
        {
            T* at = w + (round % BlockWords);
            Round(a, b, c, ref d, e, f, g, ref h, at[0], round);
            Round(h, a, b, ref c, d, e, f, ref g, at[1], round + 1);
            Round(g, h, a, ref b, c, d, e, ref f, at[2], round + 2);
            Round(f, g, h, ref a, b, c, d, ref e, at[3], round + 3);
            Round(e, f, g, ref h, a, b, c, ref d, at[4], round + 4);
            Round(d, e, f, ref g, h, a, b, ref c, at[5], round + 5);
            Round(c, d, e, ref f, g, h, a, ref b, at[6], round + 6);
            Round(b, c, d, ref e, f, g, h, ref a, at[7], round + 7);
            if (round < 48)
            {
                Expand(w, round % BlockWords);
            }
        }

        state[0] = TLanes.Add(state[0], a);
        state[1] = TLanes.Add(state[1], b);
        state[2] = TLanes.Add(state[2], c);
        state[3] = TLanes.Add(state[3], d);
        state[4] = TLanes.Add(state[4], e);
        state[5] = TLanes.Add(state[5], f);
        state[6] = TLanes.Add(state[6], g);
        state[7] = TLanes.Add(state[7], h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(T a, T b, T c, ref T d, T e, T f, T g, ref T h, T word, int round)
    {
        T input = TLanes.Add(TLanes.Add(TLanes.All(Rounds[round]), word), h);
        T sum = TLanes.Add(input, TLanes.Add(TLanes.BigSigma1(e), TLanes.Choose(e, f, g)));
        d = TLanes.Add(d, sum);
        h = TLanes.Add(sum, TLanes.Add(TLanes.BigSigma0(a), TLanes.Majority(a, b, c)));
    }

    /// <summary>The eight words that come sixteen rounds later take the place of those just used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expand(T* w, int first)
    {
        for (int i = first; i < first + 8; i++)
        {
            T sum = TLanes.Add(w[i], TLanes.SmallSigma0(w[(i + 1) % BlockWords]));
            w[i] = TLanes.Add(TLanes.Add(sum, w[(i + 9) % BlockWords]), TLanes.SmallSigma1(w[(i + 14) % BlockWords]));
        }
    }
}
