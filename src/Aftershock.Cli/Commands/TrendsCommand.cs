using System.CommandLine;
using System.Globalization;
using Aftershock.Analyzing;
using Aftershock.Keeping;
using Aftershock.Web.Trends;

namespace Aftershock.Cli.Commands;

/// <summary><c>trends</c>: counts over time under a rule, and how a window compares with its baseline.</summary>
internal sealed class TrendsCommand
{
    private readonly Option<string> _store = Options.Store();
    private readonly Option<bool> _json = Options.Json();
    private readonly Option<bool> _csv = Options.Csv();

    private readonly Option<string> _rule = new("--rule")
    {
        Description = "Name of a counting rule that ships, or a file of one.",
        HelpName = "NAME|FILE",
        DefaultValueFactory = _ => CountingRuleFiles.Default,
    };

    private readonly Option<DateOnly?> _from = Day("--from", "First day of the series. Default: the first that holds a listing of the rule, or the baseline's.");
    private readonly Option<DateOnly?> _to = Day("--to", "Last day of the series, included. Default: the last that holds a listing, or the window's.");
    private readonly Option<string?> _event = new("--event")
    {
        Description = "A day, or the name of an event: compares the days before it with those from it on.",
        HelpName = "DAY|NAME",
    };

    private readonly Option<DayRange?> _baseline = Range("--baseline", "Days to compare with, both included; together with --window.");
    private readonly Option<DayRange?> _window = Range("--window", "Days asked about, both included; together with --baseline.");

    private readonly Option<Step?> _by = new("--by")
    {
        Description = "Length of a point: day, week (from Monday, ISO 8601) or month. Default: day; in the table for eyes, what fits.",
        HelpName = "day|week|month",
        CustomParser = result => Named<Step>(result, Enum.GetValues<Step>(), s => s.ToString().ToLowerInvariant()),
    };

    private readonly Option<Facet?> _split = new("--split")
    {
        Description = "One series for each country, sector, data-class, source, actor, language, kind or offer.",
        HelpName = "FACET",
        CustomParser = result => Named<Facet>(result, Enum.GetValues<Facet>(), FacetName),
    };

    private readonly Option<double?> _dispersion = new("--dispersion")
    {
        Description = "Variance over mean that p_dispersed allows for: auto (estimated from the baseline), poisson, or a number from 1. Default: auto.",
        HelpName = "auto|poisson|X",
        CustomParser = ReadDispersion,
    };

    private readonly Option<string[]> _country = new("--country")
    {
        Description = "ISO 3166-1 alpha-2 codes in place of the rule's countries, comma-separated; any admits all.",
        HelpName = "XX[,YY]|any",
        CustomParser = result => result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };

    private readonly Option<RecognitionError?> _error = new("--recognition-error")
    {
        Description = "Hits, false hits and misses of the recognizer on labelled posts; the intervals then allow for it.",
        HelpName = "TP,FP,FN",
        CustomParser = ReadError,
    };

    private readonly Option<string?> _asCountedBy = new("--as-counted-by")
    {
        Description = "Count the same days under another rule too, and explain the difference listing by listing.",
        HelpName = "NAME|FILE",
    };

    public static Command Create(Terminal terminal)
    {
        var options = new TrendsCommand();
        var command = new Command("trends", "Counts over time under a counting rule; a window against its baseline, with intervals.")
        {
            options._rule, options._from, options._to, options._event, options._baseline, options._window, options._by, options._split,
            options._dispersion, options._country, options._error, options._asCountedBy, options._store, options._json, options._csv,
        }.WithExamples(
            "aftershock trends --rule leaks-shared --from 2022-03-01 --to 2022-07-15 --baseline 2022-03-01..2022-06-30 --window 2022-07-01..2022-07-15",
            "aftershock trends --rule databases-marketed --from 2022-03-01 --to 2022-07-31 --event 2022-06-30 --by month --json",
            "aftershock trends --rule leaks-anywhere --by month --split source --csv",
            "aftershock trends --rule leaks-shared --from 2022-07-01 --to 2022-07-31 --as-counted-by databases-marketed");
        command.SetAction((parsed, cancel) => options.RunAsync(parsed, terminal, cancel));
        return command;
    }

    public static string FacetName(Facet facet) => facet == Facet.DataClass ? "data-class" : facet.ToString().ToLowerInvariant();

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancel)
    {
        if (parsed.GetValue(_json) && parsed.GetValue(_csv))
        {
            throw CommandException.Usage("--json and --csv: choose one.");
        }

        var rule = Narrowed(CountingRuleFiles.Find(parsed.GetRequiredValue(_rule)), parsed);
        var other = parsed.GetValue(_asCountedBy) is { } name ? Narrowed(CountingRuleFiles.Find(name), parsed) : null;
        await using var store = await Options.OpenStoreAsync(parsed.GetRequiredValue(_store), create: false, terminal.Clock, cancel).ConfigureAwait(false);
        var question = await QuestionAsync(parsed, rule, store, cancel).ConfigureAwait(false);
        if (other is null)
        {
            var report = await new Counting(store).AnswerAsync(question, cancel).ConfigureAwait(false);
            Write(parsed, terminal, question, report, null);
            return ExitCode.Done;
        }

        var recounted = await new Recount(store).AnswerAsync(question, other, cancel).ConfigureAwait(false);
        var titles = await TitlesAsync(store, recounted, cancel).ConfigureAwait(false);
        Write(parsed, terminal, question, recounted.Here, new RecountText(recounted, titles));
        return ExitCode.Done;
    }

    private void Write(ParseResult parsed, Terminal terminal, TrendQuestion question, TrendReport report, RecountText? recount)
    {
        if (parsed.GetValue(_json))
        {
            JsonOutput.Write(terminal, json => TrendsJson.Write(json, report, question.Split is not null, recount));
        }
        else if (parsed.GetValue(_csv))
        {
            terminal.Out.Write(TrendCsv.Of(report));
        }
        else
        {
            TrendsText.Write(terminal, question, report, recount, ruleIsDefault: parsed.GetResult(_rule) is null or { Implicit: true });
        }
    }

    private async Task<TrendQuestion> QuestionAsync(ParseResult parsed, CountingRule rule, IStore store, CancellationToken cancel)
    {
        var (baseline, window) = (parsed.GetValue(_baseline), parsed.GetValue(_window));
        if (baseline is null != window is null)
        {
            throw CommandException.Usage("--baseline and --window are given together, such as --baseline 2022-03-01..2022-06-30 --window 2022-07-01..2022-07-15.");
        }

        var eventName = parsed.GetValue(_event);
        if (eventName is not null && baseline is not null)
        {
            throw CommandException.Usage("--event sets baseline and window itself; give it, or --baseline and --window.");
        }

        if (baseline is { } b && window is { } w && b.From <= w.To && w.From <= b.To)
        {
            throw CommandException.Usage($"--window {w} overlaps --baseline {b}; a day cannot be compared with itself.");
        }

        var period = await PeriodAsync(parsed, rule, store, baseline, window, cancel).ConfigureAwait(false);
        LeakEvent? leakEvent = null;
        if (eventName is not null)
        {
            leakEvent = await EventAsync(eventName, store, cancel).ConfigureAwait(false);
            if (leakEvent.Date <= period.From || leakEvent.Date > period.To)
            {
                throw CommandException.Usage($"--event {eventName}: {Iso(leakEvent.Date)} leaves no days on one side of it within {period}; widen --from and --to.");
            }

            baseline = new DayRange(period.From, leakEvent.Date.AddDays(-1));
            window = new DayRange(leakEvent.Date, period.To);
        }

        return new TrendQuestion
        {
            Rule = rule,
            Period = period,
            Baseline = baseline,
            Window = window,
            Event = leakEvent,
            By = parsed.GetValue(_by) ?? (parsed.GetValue(_json) || parsed.GetValue(_csv) ? Step.Day : StepToRead(period)),
            Split = parsed.GetValue(_split),
            MostSeries = int.MaxValue,
            Dispersion = parsed.GetValue(_dispersion),
            RecognitionError = parsed.GetValue(_error),
        };
    }

    /// <summary>A table for eyes has at most some forty lines; programs get days unless they ask otherwise.</summary>
    private static Step StepToRead(DayRange period) => period.Days switch
    {
        <= 40 => Step.Day,
        <= 280 => Step.Week,
        _ => Step.Month,
    };

    private async Task<DayRange> PeriodAsync(
        ParseResult parsed, CountingRule rule, IStore store, DayRange? baseline, DayRange? window, CancellationToken cancel)
    {
        var (from, to) = (parsed.GetValue(_from), parsed.GetValue(_to));
        if (baseline is { } b && window is { } w)
        {
            from ??= b.From < w.From ? b.From : w.From;
            to ??= b.To > w.To ? b.To : w.To;
        }

        if (from is null || to is null)
        {
            if (await new Counting(store).DaysAsync(rule, cancel).ConfigureAwait(false) is not { } days)
            {
                throw new CommandException(ExitCode.Failed, $"the store holds no listing under the rule {rule.Name}; give --from and --to to count none.");
            }

            from ??= days.From;
            to ??= days.To;
        }

        return from <= to ? new DayRange(from.Value, to.Value) : throw CommandException.Usage($"--from {Iso(from.Value)} is after --to {Iso(to.Value)}.");
    }

    private static async Task<LeakEvent> EventAsync(string text, IStore store, CancellationToken cancel)
    {
        if (TryDay(text, out var day))
        {
            return new LeakEvent { Name = text, Title = text, Date = day };
        }

        var known = (await store.Events.ListAsync(cancel).ConfigureAwait(false)).Concat(CountingRuleFiles.Events()).DistinctBy(e => e.Name).ToList();
        return known.Find(e => e.Name == text)
            ?? throw CommandException.Usage($"--event {text}: no such event; expected a day such as 2022-06-30, or one of {string.Join(", ", known.Select(e => e.Name))}.");
    }

    private CountingRule Narrowed(CountingRule rule, ParseResult parsed)
    {
        // A list that was not given reads as an empty one, which would admit every country.
        if (parsed.GetResult(_country) is null || parsed.GetValue(_country) is not { Length: > 0 } countries)
        {
            return rule;
        }

        try
        {
            return CountingRules.WithCountries(rule, countries is [var only] && only.Equals("any", StringComparison.OrdinalIgnoreCase) ? [] : countries);
        }
        catch (ArgumentException)
        {
            throw CommandException.Usage($"--country {string.Join(',', countries)}: expected ISO 3166-1 alpha-2 codes such as CN or CN,HK, or any.");
        }
    }

    private static async Task<IReadOnlyDictionary<ListingId, string>> TitlesAsync(IStore store, Recounted recounted, CancellationToken cancel)
    {
        var titles = new Dictionary<ListingId, string>();
        foreach (var item in recounted.Items)
        {
            titles[item.Listing.Id] = (await store.Listings.FindAsync(item.Listing.Id, cancel).ConfigureAwait(false))?.Post.ThreadTitle ?? "";
        }

        return titles;
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && day.Year is >= 1970 and <= 9000;

    private static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAY",
        CustomParser = result =>
        {
            if (TryDay(result.Tokens[0].Value, out var day))
            {
                return day;
            }

            result.AddError($"{name} {result.Tokens[0].Value}: expected a day such as 2022-06-30.");
            return null;
        },
    };

    private static Option<DayRange?> Range(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DAY..DAY",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.Split("..") is [var first, var last] && TryDay(first, out var from) && TryDay(last, out var to) && from <= to)
            {
                return new DayRange(from, to);
            }

            result.AddError($"{name} {text}: expected two days, the earlier first, such as 2022-03-01..2022-06-30.");
            return null;
        },
    };

    private static T? Named<T>(System.CommandLine.Parsing.ArgumentResult result, IEnumerable<T> values, Func<T, string> name)
        where T : struct, Enum
    {
        var text = result.Tokens[0].Value;
        foreach (var value in values)
        {
            if (name(value).Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        result.AddError($"{OptionOf(result)} {text}: not known; expected one of {string.Join(", ", Enum.GetValues<T>().Select(name))}.");
        return null;
    }

    private static string OptionOf(System.CommandLine.Parsing.ArgumentResult result) => result.Parent is System.CommandLine.Parsing.OptionResult option ? option.Option.Name : result.Argument.Name;

    private static double? ReadDispersion(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.Equals("auto", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (text.Equals("poisson", StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 1 && double.IsFinite(value))
        {
            return value;
        }

        result.AddError($"--dispersion {text}: expected auto, poisson or a number from 1.");
        return null;
    }

    private static RecognitionError? ReadError(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var counts = text.Split(',').Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : -1).ToList();
        if (counts.Count == 3 && counts.TrueForAll(c => c >= 0))
        {
            return new RecognitionError(counts[0], counts[1], counts[2]);
        }

        result.AddError($"--recognition-error {text}: expected hits, false hits and misses, such as 140,6,9.");
        return null;
    }
}
