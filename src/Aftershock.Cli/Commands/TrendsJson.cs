using System.Text.Json;
using Aftershock.Analyzing;

namespace Aftershock.Cli.Commands;

/// <summary>Writes a trend report as docs/reference/trends.md gives it. What has no value, or is infinite, is null.</summary>
internal static class TrendsJson
{
    /// <summary>Of the contract; grows when a key changes its meaning or goes.</summary>
    private const int Version = 1;

    public static void Write(Utf8JsonWriter json, TrendReport report, bool split, RecountText? recount)
    {
        json.WriteStartObject();
        json.WriteNumber("contract", Version);
        WriteReport(json, report, split);
        if (recount is not null)
        {
            json.WritePropertyName("as_counted_by");
            WriteRecount(json, recount, split);
        }

        json.WriteEndObject();
    }

    private static void WriteReport(Utf8JsonWriter json, TrendReport report, bool split)
    {
        json.WriteString("rule", report.Rule.Name);
        json.WriteString("definition", report.Rule.Definition);
        json.WriteString("snapshot", report.Snapshot);
        json.WriteString("from", TrendsCommand.Iso(report.Period.From));
        json.WriteString("to", TrendsCommand.Iso(report.Period.To));
        json.WriteString("by", report.By.ToString().ToLowerInvariant());
        json.WriteNumber("count", report.Count);
        json.WriteNumber("records_claimed", report.RecordsClaimed);
        json.WriteNumber("without_day", report.WithoutDay);
        json.WriteStartArray("series");
        foreach (var series in report.Series)
        {
            foreach (var point in series.Points)
            {
                WritePoint(json, report.By, split ? series.Name : null, point);
            }
        }

        json.WriteEndArray();
        if (split)
        {
            WriteShares(json, report);
        }

        WriteComparison(json, report.Comparison);
        json.WriteStartArray("changes");
        foreach (var change in report.Changes)
        {
            json.WriteStartObject();
            json.WriteString("date", TrendsCommand.Iso(change.Date));
            json.WriteString("low", TrendsCommand.Iso(change.Low));
            json.WriteString("high", TrendsCommand.Iso(change.High));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (report.RecognitionError is { } error)
        {
            json.WriteStartObject("recognition_error");
            json.WriteNumber("true_positives", error.TruePositives);
            json.WriteNumber("false_positives", error.FalsePositives);
            json.WriteNumber("false_negatives", error.FalseNegatives);
            json.WriteEndObject();
        }
    }

    private static void WritePoint(Utf8JsonWriter json, Step by, string? split, TrendPoint point)
    {
        json.WriteStartObject();
        if (split is not null)
        {
            json.WriteString("split", split);
        }

        json.WriteString("period", point.Name(by));
        json.WriteString("from", TrendsCommand.Iso(point.From));
        json.WriteString("to", TrendsCommand.Iso(point.To));
        json.WriteBoolean("partial", point.Partial);
        json.WriteNumber("count", point.Count);
        Number(json, "low", point.Low);
        Number(json, "high", point.High);
        Number(json, "coverage", point.Coverage);
        json.WriteNumber("records_claimed", point.RecordsClaimed);
        json.WriteEndObject();
    }

    private static void WriteShares(Utf8JsonWriter json, TrendReport report)
    {
        json.WriteStartArray("shares");
        foreach (var series in report.Series)
        {
            json.WriteStartObject();
            json.WriteString("split", series.Name);
            json.WriteNumber("count", series.Count);
            json.WriteNumber("records_claimed", series.RecordsClaimed);
            Number(json, "share", series.Share?.Value);
            Number(json, "low", series.Share?.Low);
            Number(json, "high", series.Share?.High);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteComparison(Utf8JsonWriter json, Comparison? comparison)
    {
        WriteRate(json, "baseline", comparison?.Baseline);
        WriteRate(json, "window", comparison?.Window);
        Number(json, "ratio", comparison?.Ratio);
        Number(json, "ratio_low", comparison?.RatioLow);
        Number(json, "ratio_high", comparison?.RatioHigh);
        Number(json, "p_one_sided", comparison?.POneSided);
        Number(json, "dispersion", comparison?.Dispersion);
        if (comparison?.Estimated is { } estimated)
        {
            Number(json, "dispersion_low", estimated.Low);
            Number(json, "dispersion_high", estimated.High);
            json.WriteNumber("dispersion_runs", estimated.Runs);
            json.WriteNumber("dispersion_days", estimated.Days);
        }

        Number(json, "p_dispersed", comparison?.PDispersed);
        Number(json, "pace", comparison?.Pace.Value);
        Number(json, "pace_shown", comparison?.Pace.Shown);
        Number(json, "pace_low", comparison?.Pace.Low);
        Number(json, "pace_high", comparison?.Pace.High);
        Number(json, "predicted_mean", comparison?.PredictedMean);
        Number(json, "predicted_low", comparison?.PredictedLow);
        Number(json, "predicted_high", comparison?.PredictedHigh);
    }

    private static void WriteRate(Utf8JsonWriter json, string name, RateEstimate? rate)
    {
        if (rate is not { } r)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("from", TrendsCommand.Iso(r.Days.From));
        json.WriteString("to", TrendsCommand.Iso(r.Days.To));
        json.WriteNumber("count", r.Count);
        json.WriteNumber("days", r.Days.Days);
        Number(json, "rate", r.Rate);
        Number(json, "low", r.Low);
        Number(json, "high", r.High);
        json.WriteNumber("records_claimed", r.RecordsClaimed);
        Number(json, "coverage", r.Coverage);
        if (r.There is { } there)
        {
            json.WriteNumber("there_low", there.Low);
            json.WriteNumber("there_median", there.Median);
            json.WriteNumber("there_high", there.High);
        }

        json.WriteEndObject();
    }

    private static void WriteRecount(Utf8JsonWriter json, RecountText recount, bool split)
    {
        json.WriteStartObject();
        WriteReport(json, recount.Recounted.There, split);
        json.WriteStartArray("reasons");
        foreach (var (reason, here, there, listings) in recount.Recounted.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("reason", RecountText.Name(reason));
            json.WriteString("sentence", recount.Sentence(reason));
            json.WriteNumber("listings", listings);
            json.WriteNumber("here", here);
            json.WriteNumber("there", there);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("differences");
        foreach (var item in recount.Recounted.Items)
        {
            json.WriteStartObject();
            json.WriteString("listing", item.Listing.Id.Value);
            json.WriteString("published", TrendsCommand.Iso(item.Day));
            json.WriteString("source", item.Listing.Source.Value);
            json.WriteString("title", recount.Titles[item.Listing.Id]);
            json.WriteNumber("here", item.Here);
            json.WriteNumber("there", item.There);
            json.WriteString("reason", RecountText.Name(item.Reason));
            json.WriteString("sentence", recount.Sentence(item));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
