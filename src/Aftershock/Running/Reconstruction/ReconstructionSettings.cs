using System.Globalization;

namespace Aftershock.Running.Reconstruction;

/// <summary>How a reconstructed board is made. Read from YAML; the same settings and seed give the same bytes.</summary>
public sealed record ReconstructionSettings
{
    /// <summary>The folder that holds places, trades and families.</summary>
    public string SamplesFolder { get; init; } = "";

    public long Seed { get; init; } = 1;

    public string Board { get; init; } = "Tidewrack";

    /// <summary>Address of the front page; a reserved name, since no such board exists.</summary>
    public string Address { get; init; } = "https://tidewrack.example";

    /// <summary>The folder of families within the samples folder.</summary>
    public string Phrases { get; init; } = ".";

    public string Opened { get; init; } = "2022-03-16";

    /// <summary>The last day on which anybody posts, included.</summary>
    public string Last { get; init; } = "2022-08-31";

    /// <summary>When the pages were saved.</summary>
    public string Captured { get; init; } = "2022-09-01T06:00:00Z";

    /// <summary>Posts in all, opening posts and replies; replies fill up what the threads leave.</summary>
    public int Posts { get; init; } = 4000;

    /// <summary>Threads of each kind besides the planted leaks of Chinese entities; <c>leak</c> counts those of other countries.</summary>
    public Dictionary<string, int> Threads { get; init; } = [];

    /// <summary>Share of the languages among them; the rest is Russian.</summary>
    public double EnglishShare { get; init; } = 0.58;

    public double ChineseShare { get; init; } = 0.22;

    /// <summary>Leaks of Chinese entities, period by period.</summary>
    public List<PlantedPeriod> China { get; init; } = [];

    /// <summary>Posts that repeat a leak that is on the board already, by somebody else and later.</summary>
    public int Reposts { get; init; } = 20;

    /// <summary>Name of the file of listings that the press reported; null for none.</summary>
    public string? Reported { get; init; }

    /// <summary>The world that ships, consistent with the published figures of the summer of 2022.</summary>
    /// <param name="samplesFolder">The folder <c>samples/summer-2022</c>.</param>
    public static ReconstructionSettings Shipped(string samplesFolder) => Load(samplesFolder, Path.Combine(samplesFolder, "shipped.yaml"));

    /// <summary>Reads settings; unknown keys are errors that name the line.</summary>
    public static ReconstructionSettings Load(string samplesFolder, string file) =>
        Phrasebook.Read<ReconstructionSettings>(file) with { SamplesFolder = samplesFolder };

    /// <summary>A smaller world whose counts are drawn at random and whose posts come from the reserved families only.</summary>
    /// <remarks>The same board and months, other people, victims and figures; nothing in it is consistent with anything published.</remarks>
    public static ReconstructionSettings Evaluation(string samplesFolder, long seed)
    {
        var dice = new Dice((ulong)seed).Fork("evaluation");
        int Some(int low, int high) => dice.Between(low, high);
        return new ReconstructionSettings
        {
            SamplesFolder = samplesFolder,
            Seed = seed,
            Board = "Lowmoor",
            Address = "https://lowmoor.example",
            Phrases = "reserved",
            Posts = Some(1500, 2200),
            EnglishShare = 0.4 + (0.2 * dice.Unit()),
            ChineseShare = 0.2 + (0.12 * dice.Unit()),
            Threads = new Dictionary<string, int>
            {
                ["leak"] = Some(80, 190),
                ["combolist"] = Some(25, 80),
                ["stealer-logs"] = Some(20, 60),
                ["access"] = Some(20, 60),
                ["request"] = Some(30, 90),
                ["service"] = Some(15, 50),
                ["accounts"] = Some(20, 60),
                ["tool"] = Some(15, 40),
                ["course"] = Some(10, 30),
                ["adult"] = Some(8, 25),
                ["discussion"] = Some(50, 140),
                ["other"] = Some(10, 40),
            },
            China =
            [
                new PlantedPeriod { From = "2022-03-16", To = "2022-06-30", Shared = Some(15, 60), Marketed = Some(2, 25) },
                new PlantedPeriod { From = "2022-07-01", To = "2022-07-15", Shared = Some(2, 30), Marketed = Some(1, 16) },
                new PlantedPeriod { From = "2022-07-16", To = "2022-08-31", Shared = Some(5, 40), Marketed = Some(2, 25) },
            ],
            Reposts = Some(6, 25),
        };
    }

    internal DateTimeOffset OpenedAt => Day(Opened);

    internal DateTimeOffset LastMoment => Day(Last).AddDays(1).AddMinutes(-5);

    internal DateTimeOffset CapturedAt =>
        DateTimeOffset.ParseExact(Captured, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    internal static DateTimeOffset Day(string day) =>
        new(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);
}

/// <summary>How many leaks of Chinese entities begin within some days, both ends included.</summary>
public sealed record PlantedPeriod
{
    public string From { get; init; } = "";

    public string To { get; init; } = "";

    /// <summary>Given away or offered in exchange.</summary>
    public int Shared { get; init; }

    /// <summary>For sale or in auction.</summary>
    public int Marketed { get; init; }

    /// <summary>What the marketed ones claim, one figure each; empty draws them.</summary>
    public List<long> Records { get; init; } = [];
}
