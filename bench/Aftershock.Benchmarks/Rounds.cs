using System.Diagnostics;
using System.Globalization;

namespace Aftershock.Benchmarks;

/// <summary>The same work done several times on one thread.</summary>
/// <param name="Cpu">Seconds of processor time of the whole process, for one pass of the work, round by round.</param>
/// <param name="Wall">Seconds on the clock, for one pass.</param>
/// <param name="Bytes">Bytes allocated in one pass, of the last round.</param>
/// <param name="First">Seconds of processor time of the very first pass, compiling included; what a short run pays.</param>
internal sealed record Rounds(double[] Cpu, double[] Wall, double Bytes, double First)
{
    private static readonly TimeSpan s_leastRound = TimeSpan.FromSeconds(0.6);

    /// <summary>Warms up for some seconds, since .NET replaces its first code step by step, then measures; a round is as many passes as fill 0.6 s.</summary>
    public static Rounds Of(Action pass, int rounds = 7, double warmUpSeconds = 6)
    {
        var (start, warm) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        pass();
        var first = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        while (warm.Elapsed.TotalSeconds < warmUpSeconds)
        {
            pass();
        }

        var last = Stopwatch.StartNew();
        pass();
        var passes = Math.Max(1, (int)Math.Ceiling(s_leastRound / last.Elapsed));
        var (cpu, wall) = (new double[rounds], new double[rounds]);
        double bytes = 0;
        for (var round = 0; round < rounds; round++)
        {
            var (cpuBefore, allocated, clock) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            for (var i = 0; i < passes; i++)
            {
                pass();
            }

            wall[round] = clock.Elapsed.TotalSeconds / passes;
            cpu[round] = (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds / passes;
            bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / passes;
        }

        return new Rounds(cpu, wall, bytes, first);
    }

    /// <summary>Units a second of processor time, "median (lowest-highest)".</summary>
    public string Rate(double units, string format = "#,0") => Shown(Cpu.Select(c => units / c), format);

    public double MedianCpu => Median(Cpu);

    public double MedianWall => Median(Wall);

    private static string Shown(IEnumerable<double> values, string format)
    {
        var all = values.ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{Text(Median(all), format)} ({Text(all.Min(), format)}-{Text(all.Max(), format)})");
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}

/// <summary>A table in Markdown, printed as it grows.</summary>
internal static class Table
{
    public static void Head(params ReadOnlySpan<string> columns)
    {
        Row(columns);
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", columns.Length))}");
    }

    public static void Row(params ReadOnlySpan<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells!)} |");

    public static string Number(double value, string format = "#,0") => value.ToString(format, CultureInfo.InvariantCulture);
}
