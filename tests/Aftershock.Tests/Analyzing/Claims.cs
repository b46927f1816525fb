using System.IO.Compression;
using System.Text.Json;

namespace Aftershock.Tests.Analyzing;

/// <summary>Real claims of extortion groups, 2020 to 2023, where the shared data is.</summary>
internal static class Claims
{
    public const string Data = "data/ransomware_posts_2020_2023.jsonl.gz";

    /// <summary>How many were published on each day, as the file says.</summary>
    public static long[] Daily(DayRange days)
    {
        var daily = new long[days.Days];
        using var file = File.OpenRead(RealDataFactAttribute.Find(Data)!);
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var claim = JsonDocument.Parse(line);
            var day = DateOnly.ParseExact(claim.RootElement.GetProperty("published").GetString()![..10], "yyyy-MM-dd", null);
            if (days.Contains(day))
            {
                daily[day.DayNumber - days.From.DayNumber]++;
            }
        }

        return daily;
    }
}
